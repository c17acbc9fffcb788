import Foundation
import PostbackRuntime
import PostbackTemplate

/// Takes in events, keeps what is to be sent for them in a journal, and delivers it.
///
/// What has been acknowledged is delivered at least once, or reported as dead or parked, over any number of restarts. A
/// partner receives a postback twice only where a crash or a missing answer left nobody knowing; both carry the same
/// identity.
public final class DeliveryService: @unchecked Sendable {
    let clock = ServiceClock()
    let transport: TransportThread
    let renderer: ConfiguredRendering
    let dispatcher: Dispatcher
    let worker: CommitWorker
    let inbox = ServiceInbox()
    let replays: ReplayRequest
    let acknowledge: ([Acknowledgement]) -> Void
    let observe: (DeliveryProgress) -> Void

    /// Opens the journal and takes up what waits in it.
    ///
    /// - Parameters:
    ///   - acknowledge: called with offers that have become durable, in their order.
    ///   - report: called for postbacks that are not sent any more.
    ///   - attempted: called for every attempt; nil when nobody keeps a log.
    ///   - observe: called about once a second. All four are called on the thread of `run`, which waits for them.
    public init(
        _ postbacks: ConfiguredPostbacks, settings: Settings,
        acknowledge: @escaping ([Acknowledgement]) -> Void, report: @escaping (SettledReport) -> Void = { _ in },
        attempted: ((AttemptReport) -> Void)? = nil, observe: @escaping (DeliveryProgress) -> Void = { _ in }
    ) throws(Problem) {
        guard
            let curl = CurlTransport(
                connections: settings.inFlight * 2, isOpen: settings.allowsPrivateAddresses,
                authorities: settings.authorities)
        else { throw .noTransport }
        let transport = TransportThread(curl)
        self.transport = transport
        self.acknowledge = acknowledge
        self.observe = observe
        replays = ReplayRequest(journal: settings.journal)
        renderer = ConfiguredRendering(postbacks) { ServiceClock.wallTime }
        let store = try Self.open(settings, clock.now)
        var limits = Dispatcher.Settings()
        limits.inFlight = settings.inFlight
        limits.inFlightOfPartner = settings.inFlightOfPartner
        dispatcher = Dispatcher(
            store: store, renderer: renderer, settings: limits, chance: { Double.random(in: 0..<1) })
        worker = CommitWorker { transport.wake() }
        dispatcher.settled = { report(SettledReport($0)) }
        dispatcher.attempted = attempted
    }

    private static func open(_ settings: Settings, _ now: Timestamp) throws(Problem) -> JournalStore {
        do throws(JournalProblem) {
            return try JournalStore(path: settings.journal, window: settings.window, now: now)
        } catch {
            throw .journal(error)
        }
    }

    /// Offers events, from any thread other than that of `run`; waits while too many have not become durable.
    public func offer(_ offers: [Offer]) {
        if inbox.add(offers) { transport.wake() }
    }

    /// Says that no more events will be offered: `run` ends when nothing waits any more.
    public func finish() {
        inbox.finish()
        transport.wake()
    }

    /// Has `run` end as soon as nothing is under way; what waits stays in the journal.
    public func stop() {
        inbox.stop()
        transport.wake()
    }

    /// Uses another configuration from the next attempt on, and the integrations that it was made with.
    public func replace(_ postbacks: ConfiguredPostbacks) {
        inbox.replace(postbacks)
        transport.wake()
    }

    /// Delivers, until `stop`, or `finish` and nothing waits. A failed disk ends it with an error, and nothing that was
    /// not durable has been acknowledged then.
    public func run() throws(Problem) {
        do throws(JournalProblem) {
            defer {
                worker.end()
                transport.end()
            }
            try loop()
        } catch {
            inbox.fail()
            throw .journal(error)
        }
    }
}
