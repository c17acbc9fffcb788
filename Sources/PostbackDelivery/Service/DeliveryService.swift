import Foundation
import PostbackRuntime
public import PostbackTemplate

/// Takes in events, keeps what is to be sent for them in a journal, and delivers it.
///
/// What has been acknowledged is delivered at least once, or reported as dead or parked, over any number of restarts. A
/// partner receives a postback twice only where a crash or a missing answer left nobody knowing; both carry the same
/// identity.
public final class DeliveryService: @unchecked Sendable {
    private let clock = ServiceClock()
    private let transport: CurlTransport
    private let renderer: ConfiguredRendering
    private let dispatcher: Dispatcher
    private let worker: CommitWorker
    private let inbox = ServiceInbox()
    private let acknowledge: ([Acknowledgement]) -> Void
    private let observe: (DeliveryProgress) -> Void

    /// Opens the journal and takes up what waits in it.
    ///
    /// - Parameters:
    ///   - acknowledge: called with offers that have become durable, in their order.
    ///   - report: called for postbacks that are not sent any more.
    ///   - observe: called about once a second.
    public init(
        _ postbacks: ConfiguredPostbacks, catalogue: MacroCatalogue, settings: Settings,
        acknowledge: @escaping ([Acknowledgement]) -> Void, report: @escaping (SettledReport) -> Void = { _ in },
        observe: @escaping (DeliveryProgress) -> Void = { _ in }
    ) throws(Problem) {
        guard
            let transport = CurlTransport(
                connections: settings.inFlight * 2, isOpen: settings.allowsPrivateAddresses,
                authorities: settings.authorities)
        else { throw .noTransport }
        self.transport = transport
        self.acknowledge = acknowledge
        self.observe = observe
        renderer = ConfiguredRendering(postbacks, catalogue: catalogue) { ServiceClock.wallTime }
        let store = try Self.open(settings, clock.now)
        var limits = Dispatcher.Settings()
        limits.inFlight = settings.inFlight
        limits.inFlightOfPartner = settings.inFlightOfPartner
        dispatcher = Dispatcher(
            store: store, renderer: renderer, settings: limits, chance: { Double.random(in: 0..<1) })
        worker = CommitWorker { transport.wake() }
        dispatcher.settled = { report(SettledReport($0)) }
    }

    private static func open(_ settings: Settings, _ now: Timestamp) throws(Problem) -> JournalStore {
        do throws(JournalProblem) {
            return try JournalStore(path: settings.journal, window: settings.window, now: now)
        } catch {
            throw .journal(error)
        }
    }

    /// Offers events, from one thread other than that of `run`; waits while too many have not become durable.
    public func offer(_ offers: [Offer]) {
        inbox.add(offers)
        transport.wake()
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

    /// Uses another configuration from the next attempt on.
    public func replace(_ postbacks: ConfiguredPostbacks) {
        inbox.replace(postbacks)
        transport.wake()
    }

    /// Delivers, until `stop`, or `finish` and nothing waits. A failed disk ends it with an error, and nothing that was
    /// not durable has been acknowledged then.
    public func run() throws(Problem) {
        do throws(JournalProblem) {
            try loop()
            worker.end()
        } catch {
            inbox.fail()
            worker.end()
            throw .journal(error)
        }
    }

    private func loop() throws(JournalProblem) {
        var waiting: [Acknowledgement] = []
        var committing: (acknowledgements: [Acknowledgement], held: [Dispatcher.Attempt])?
        var held: [Dispatcher.Attempt] = []
        var lastCommit = clock.now
        var lastTidy = clock.now
        var lastObserved = clock.now
        while true {
            let state = inbox.take()
            if let postbacks = state.postbacks { renderer.postbacks = postbacks }
            var now = clock.now
            for offer in state.offers { waiting.append(try accept(offer, now)) }
            dispatcher.isDraining = state.isStopped
            for attempt in try dispatcher.next(now: now) {
                if attempt.isNoted { held.append(attempt) } else { send(attempt) }
            }
            if committing != nil, let result = worker.takeResult() {
                if case .failure(let problem) = result { throw .disk(problem) }
                let done = committing
                committing = nil
                if let done {
                    acknowledge(done.acknowledgements)
                    inbox.release(done.acknowledgements.count)
                    done.held.forEach(send)
                }
            }
            let isUrgent = !waiting.isEmpty || !held.isEmpty || state.isStopped || state.isFinished
            if committing == nil, isUrgent || now.microseconds - lastCommit.microseconds > 20_000 {
                let commits = dispatcher.store.commit()
                lastCommit = now
                if !commits.isEmpty || !waiting.isEmpty || !held.isEmpty {
                    committing = (waiting, held)
                    (waiting, held) = ([], [])
                    worker.submit(commits)
                }
            }
            if committing == nil, let part = dispatcher.store.flush() {
                // What partners have answered is not asked again when the process is killed now.
                try JournalProblem.onDisk(part.perform)
            }
            let isEnding = state.isStopped || state.isFinished && dispatcher.store.pendingCount == 0
            if isEnding, committing == nil, waiting.isEmpty, held.isEmpty, dispatcher.inFlight == 0,
                state.offers.isEmpty
            {
                observe(progress(now))
                return
            }
            for (id, outcome) in transport.go(milliseconds: wait(now, isCommitting: committing != nil)) {
                now = clock.now
                try dispatcher.finished(id, outcome, now: now)
            }
            if now.microseconds - lastTidy.microseconds > 200_000 {
                lastTidy = now
                try dispatcher.store.tidy(now: now)
            }
            if now.microseconds - lastObserved.microseconds > 1_000_000 {
                lastObserved = now
                observe(progress(now))
            }
        }
    }

    private func send(_ attempt: Dispatcher.Attempt) {
        transport.start(attempt.request, id: attempt.id, timeoutSeconds: attempt.timeout)
    }

    /// Milliseconds until something is due, if nothing happens before.
    private func wait(_ now: Timestamp, isCommitting: Bool) -> Int {
        let longest: Int64 = dispatcher.inFlight > 0 || isCommitting ? 20 : 200
        guard let wake = dispatcher.wake(now: now) else { return Int(longest) }
        return Int(min(longest, max(0, (wake.microseconds - now.microseconds + 999) / 1_000)))
    }

    private func accept(_ offer: Offer, _ now: Timestamp) throws(JournalProblem) -> Acknowledgement {
        let postbacks = offer.decisions.compactMap { decision -> AcceptedPostback? in
            guard decision.skip == nil, let key = decision.key, let app = decision.app, let partner = decision.partner,
                let name = decision.name
            else { return nil }
            let due = Timestamp(microseconds: now.microseconds + Int64(decision.delay.seconds) * 1_000_000)
            // The period of a session may be asked for again for as long as sessions of it may come.
            let retention = decision.period.map { _ in
                Timestamp(microseconds: now.microseconds + 3 * SessionPeriod.length)
            }
            return AcceptedPostback(
                key: key, target: PostbackTarget(app: app, partner: partner, name: name), withheld: decision.withheld,
                due: due, retention: retention)
        }
        guard !postbacks.isEmpty else { return Acknowledgement(offer: offer, accepted: 0) }
        let event = AcceptedEvent(line: offer.line, received: now, postbacks: postbacks)
        do throws(JournalProblem) {
            return Acknowledgement(offer: offer, accepted: try dispatcher.accept(event, now: now))
        } catch {
            // Nothing of it was written. A full disk passes; what waits goes on.
            guard case .disk(let problem) = error, problem.isFull else { throw error }
            return Acknowledgement(offer: offer, accepted: 0, refusal: problem.description)
        }
    }

    private func progress(_ now: Timestamp) -> DeliveryProgress {
        let timing = worker.timing
        return DeliveryProgress(
            counts: dispatcher.counts, pending: dispatcher.store.pendingCount, inFlight: dispatcher.inFlight,
            connectionsReused: transport.reused, connectionsMade: transport.connected,
            openBreakers: dispatcher.store.partners.filter { dispatcher.breaker($0) != .closed }.sorted(),
            commitSeconds: timing.seconds, commits: timing.count, time: now)
    }
}
