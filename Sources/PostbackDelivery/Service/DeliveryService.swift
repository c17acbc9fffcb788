import Foundation
import NATSClient
public import PostbackRuntime
import PostbackTemplate

/// Takes in events, keeps what is to be sent for them in a store, and delivers it.
///
/// What has been acknowledged is delivered at least once, or reported as dead or parked, over any number of restarts of a
/// service whose store survives them. A partner receives a postback twice only where a crash or a missing answer left
/// nobody knowing; both carry the same identity.
public final class DeliveryService: @unchecked Sendable {
    let clock: ServiceClock
    let transport: TransportThread
    let renderer: ConfiguredRendering
    let dispatcher: Dispatcher
    let worker: CommitWorker
    let inbox = ServiceInbox()
    let callbacks: Callbacks
    private let integrations: ConfiguredIntegrations
    private let readers: ReaderPool
    /// Takes in events that the store's servers have; nil where events only come from whoever has the service.
    private(set) var intake: BrokerIntake?
    /// What this service uses together with others; nil where it is alone.
    let share: BrokerShare?

    /// What a service tells whoever runs it. All of it is called on the thread of `run`, which waits for it.
    public struct Callbacks: Sendable {
        /// Called with offers that have become durable or were refused, in their order.
        public var acknowledge: @Sendable ([Acknowledgement]) -> Void = { _ in }
        /// Called for postbacks that are not sent any more.
        public var settled: @Sendable (SettledPostback) -> Void = { _ in }
        /// Called for every attempt; nil when nobody keeps a log.
        public var attempted: (@Sendable (AttemptReport) -> Void)?
        /// Called when something has happened that a person should know.
        public var notice: @Sendable (DeliveryNotice) -> Void = { _ in }
        /// Called about once a second.
        public var observe: @Sendable (DeliveryProgress) -> Void = { _ in }

        /// Creates callbacks that tell nobody anything.
        public init() {}
    }

    /// Prepares a service; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - integrations: the integrations and configurations, which the service changes with `update` and `configure`.
    ///   - store: what keeps the postbacks, from now on used by the service alone.
    ///   - settings: how the service works.
    ///   - callbacks: what it tells.
    public init(
        _ integrations: ConfiguredIntegrations, store: any PostbackStore, settings: Settings = .init(),
        callbacks: Callbacks = .init()
    ) throws(Problem) {
        if let file = settings.authorities, !Self.hasCertificate(file) { throw .noCertificates(path: file) }
        guard
            let curl = CurlTransport(
                connections: settings.inFlight * 2, isOpen: settings.allowsPrivateAddresses,
                authorities: settings.authorities)
        else { throw .noTransport }
        let transport = TransportThread(curl)
        self.transport = transport
        self.integrations = integrations
        readers = ReaderPool(integrations.postbacks)
        self.callbacks = callbacks
        renderer = ConfiguredRendering(integrations.postbacks) { Timestamp.now }
        store.letterLimits = settings.letterLimits
        var limits = Dispatcher.Settings()
        limits.inFlight = settings.inFlight
        limits.inFlightOfPartner = settings.inFlightOfPartner
        dispatcher = Dispatcher(
            store: store, renderer: renderer, settings: limits, chance: { Double.random(in: 0..<1) })
        worker = CommitWorker { transport.wake() }
        dispatcher.settled = callbacks.settled
        dispatcher.attempted = callbacks.attempted
        store.notify { transport.wake() }
        let broker = store as? JetStreamStore
        clock = broker?.clock ?? ServiceClock()
        share = broker.map { BrokerShare($0) }
        if let broker {
            let since = Timestamp.now
            broker.locked {
                broker.tell = { [inbox] in inbox.tell($0) }
                broker.describe = { [integrations] in
                    DispatcherPresence(
                        configuration: integrations.configurationDigest,
                        revisions: Dictionary(
                            uniqueKeysWithValues: integrations.status(now: .now).map { ($0.partner, $0.revision) }),
                        since: since)
                }
            }
            intake = BrokerIntake(broker, readers) { [inbox] offers in
                if inbox.add(offers) { transport.wake() }
            } malformed: { [inbox] count in
                inbox.countMalformed(count)
            }
        }
    }

    private static func hasCertificate(_ path: String) -> Bool {
        FileManager.default.contents(atPath: path).map {
            $0.range(of: Data("-----BEGIN CERTIFICATE-----".utf8)) != nil
        } ?? false
    }

    /// Offers an event, from any thread other than that of `run`; waits while too many have not become durable.
    ///
    /// - Parameters:
    ///   - line: the event, one JSON object: an array of bytes, `Data`, a string's `utf8`.
    ///   - number: names the offer in its acknowledgement.
    /// - Returns: what is wrong with the line. Of a line that is no event there is no acknowledgement.
    @discardableResult
    public func offer(line: some Sequence<UInt8>, number: Int) -> LineFindings {
        var offers: [Offer] = []
        let findings = read([(number, Array(line))], into: &offers)
        if !offers.isEmpty, inbox.add(offers) { transport.wake() }
        return findings.first ?? LineFindings(number: number)
    }

    /// Offers an event, as `offer(line:number:)` does from other bytes.
    @discardableResult
    public func offer(line: Span<UInt8>, number: Int) -> LineFindings {
        offer(line: Array(copying: line), number: number)
    }

    /// Offers many events at once, as `offer(line:number:)` does one by one.
    ///
    /// - Returns: what is wrong with lines, for those with which something is.
    @discardableResult
    public func offer(lines: [(number: Int, line: [UInt8])]) -> [LineFindings] {
        var offers: [Offer] = []
        let findings = read(lines, into: &offers)
        if !offers.isEmpty, inbox.add(offers) { transport.wake() }
        return findings
    }

    private func read(_ lines: [(number: Int, line: [UInt8])], into offers: inout [Offer]) -> [LineFindings] {
        var findings: [LineFindings] = []
        readers.withReader { reader in
            for (number, line) in lines {
                let (offer, found) = reader.read(line, number)
                if let offer { offers.append(offer) }
                if !found.messages.isEmpty { findings.append(found) }
            }
        }
        let malformed = findings.count { !$0.isEvent }
        if malformed > 0 { inbox.countMalformed(malformed) }
        return findings
    }

    /// Says that no more events will be offered: `run` ends when nothing waits any more but what is held.
    public func finish() {
        inbox.finish()
        transport.wake()
    }

    /// Has `run` end as soon as nothing is in flight; what waits stays in the store, what is offered from now on is not taken
    /// in and not acknowledged.
    public func stop() {
        intake?.end()
        inbox.stop()
        transport.wake()
    }

    /// Puts the partners of a bundle to use from the next event and the next attempt on. What it leaves without something
    /// that it needs keeps its revision and is named.
    @discardableResult
    public func update(_ bundle: IntegrationBundle) throws(BundleProblem) -> UpdateReport {
        let report = try integrations.update(bundle, now: Timestamp.now)
        replaced()
        return report
    }

    /// Puts other configurations to use from the next event and the next attempt on; if anything is wrong with them, those
    /// in use stay.
    ///
    /// - Returns: what should be changed some day.
    @discardableResult
    public func configure(_ configuration: some Sequence<UInt8>) throws(ConfigurationProblems) -> [ConfigurationProblem]
    {
        var warnings: [ConfigurationProblem] = []
        try integrations.configure(Array(configuration), warnings: &warnings)
        replaced()
        return warnings
    }

    /// Gives what this service uses to all that share its store, or takes what they use; nothing happens in a service that
    /// shares its store with nobody.
    ///
    /// - Parameters:
    ///   - bundle: the integrations.
    ///   - configuration: the accounts' configurations.
    ///   - isNew: whether they take the place of what others use. Where not, and others have given something before, that is
    ///     taken, and told as a notice.
    public func share(
        _ bundle: IntegrationBundle, configuration: some Sequence<UInt8>, isNew: Bool
    ) throws(Problem) {
        guard let share, let broker = dispatcher.store as? JetStreamStore else { return }
        let name = broker.locked { broker.describe }?().name ?? ""
        do throws(NATSProblem) {
            // A service that begins waits for servers that are choosing who leads.
            try JetStreamStore.patiently(isNew ? 0 : broker.settings.patience * 6) { () throws(NATSProblem) in
                try share.give(bundle.bytes, Array(configuration), by: name, isFirst: !isNew)
            }
        } catch {
            throw .store(StoreProblem(.failed, error.description))
        }
        takeShared()
        // Whoever has a service may let go of it while the store looks once more.
        broker.locked { broker.lookAtShared = { [weak self] in self?.takeShared() } }
    }

    /// Puts to use what others have given.
    private func takeShared() {
        guard let share else { return }
        let shared: BrokerShare.Shared
        do throws(NATSProblem) {
            guard let found = try share.take() else { return }
            shared = found
        } catch {
            // It is looked at again.
            return
        }
        do {
            let bundle = try IntegrationBundle(reading: shared.bundle)
            if bundle.digest != integrations.bundleDigest { try update(bundle) }
            try configure(shared.configuration)
            inbox.tell(.tookShared(by: shared.by, at: shared.time))
        } catch let problem as any Error & CustomStringConvertible {
            inbox.tell(.refusedShared(by: shared.by, why: problem.description))
        } catch {
            inbox.tell(.refusedShared(by: shared.by, why: error.localizedDescription))
        }
    }

    private func replaced() {
        readers.replace(integrations.postbacks)
        inbox.replace(integrations.postbacks)
        transport.wake()
    }

    /// Delivers, until `stop`, or `finish` and nothing waits. A store that fails ends it with an error, and nothing that was
    /// not durable has been acknowledged then. A service runs once.
    public func run() throws(Problem) {
        worker.begin()
        transport.begin()
        (dispatcher.store as? JetStreamStore)?.beThere()
        intake?.begin()
        do throws(StoreProblem) {
            defer {
                intake?.end()
                worker.end()
                transport.end()
                dispatcher.store.end()
            }
            try loop()
        } catch {
            inbox.fail()
            throw .store(error)
        }
    }
}
