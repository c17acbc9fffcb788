import Foundation
import NATSClient
import PostbackRuntime
import PostbackSupport
import PostbackTemplate

/// A store whose postbacks are kept by JetStream, and shared with other dispatchers.
///
/// Each postback is one message of a work queue; its next record takes the place of the one before, and is only taken where
/// that is still the last: what a dispatcher says about a postback that another one has gone on with changes nothing. A
/// dispatcher holds a few messages of each partner, and says again and again that it does; what it does not speak for is
/// handed to another.
final class JetStreamStore: @unchecked Sendable {
    let settings: BrokerSettings
    let names: BrokerNames
    let connection: NATSConnection
    private(set) var isDispatcher = false
    let stream: JetStream
    /// The time by which all dispatchers go: that of the servers.
    let clock: ServiceClock
    /// Guards all below, and is signalled when an outcome is known.
    let condition = NSCondition()
    var ledger: Ledger
    /// What this dispatcher holds, by the numbers that the ledger has for events.
    var held: [Int64: HeldMessage] = [:]
    var nextNumber: Int64 = 0
    /// The pulls of each partner.
    var pulls: [String: PartnerPulls] = [:]
    /// What has to be asked again, because nobody knows whether it was done.
    var repeats: [(until: ContinuousClock.Instant?, body: @Sendable () -> Void)] = []
    /// Messages about which something was said that is not known yet: whether they are done.
    var finishing: [UInt64: Bool] = [:]
    /// Notes that are not known to be kept.
    var openNotes = 0
    /// How many notes were asked for.
    var noteCount = 0
    /// Postbacks of which another dispatcher has noted the same attempt.
    var refused: Set<Fingerprint> = []
    /// Outcomes that are not known to be kept.
    var openOutcomes = 0
    /// What the servers hold, as they said last.
    var remote: [String: StoreCounts] = [:]
    /// Whether a letter may be there.
    var mayHaveLetters = true
    var isClosed = false
    /// Whether nothing more is asked for.
    var isEnding = false
    /// Whether it has to be said at once that this dispatcher is at what it holds.
    var speaksAtOnce = false
    /// How many postbacks were put.
    var puts = 0
    /// The dispatchers that are there, as they name themselves.
    var others: Set<String> = []
    /// What this dispatcher says about itself; nil for one that sends nothing.
    var describe: (@Sendable () -> DispatcherPresence)?
    /// Tells what a person should know.
    var tell: (@Sendable (DeliveryNotice) -> Void)?
    /// Looks whether others have shared integrations.
    var lookAtShared: (@Sendable () -> Void)?
    /// When letters are counted by partner next.
    var nextCount = ContinuousClock.now
    var letterCounts: [String: (dead: Int, parked: Int)] = [:]
    var disconnections: [@Sendable () -> Void] = []
    var arrived: @Sendable () -> Void = {}
    var letterLimits = DeadLetterLimits()
    var nextLook = ContinuousClock.now
    /// Tells apart what different processes take.
    let owner = "p" + Fingerprint(of: UUID().uuidString).description

    /// A message that this dispatcher holds.
    struct HeldMessage {
        var line: [UInt8]
        var received: Timestamp
        var subject: String
        /// Its number in the stream.
        var number: UInt64
        /// Where is said what has become of it.
        var acknowledgement: String
        /// When it was said last that somebody is at it.
        var spoken: ContinuousClock.Instant
        /// Whether another dispatcher may have it.
        var isLost = false
        /// Whether an attempt was noted.
        var isNoted = false
    }

    /// Connects, and makes sure that all streams are there as they have to be.
    ///
    /// - Parameter isDispatcher: whether it holds postbacks to send them; otherwise it only looks and says what is asked.
    init(
        _ servers: NATSServers, _ settings: BrokerSettings, isDispatcher: Bool = true, clock: ServiceClock = .init()
    ) throws(NATSProblem) {
        self.settings = settings
        self.clock = clock
        names = BrokerNames(settings.name)
        ledger = Ledger(window: settings.window)
        let gate = Gate()
        var callbacks = NATSConnection.Callbacks()
        callbacks.connected = { gate.store?.reconnected() }
        callbacks.disconnected = { problem in
            gate.store?.disconnected()
            gate.store?.say(.storeAway(why: problem.description))
        }
        callbacks.complained = { words in gate.store?.say(.storeAway(why: words)) }
        connection = NATSConnection(servers, version: ProductVersion.text, callbacks: callbacks)
        var stream = JetStream(connection)
        stream.seconds = settings.patience
        self.stream = stream
        try connection.connect(seconds: settings.patience * 2)
        do throws(NATSProblem) {
            try Self.patiently(settings.patience * 6) { () throws(NATSProblem) in
                try checkServer()
                for wanted in names.streams(settings) {
                    // Whoever only looks makes nothing.
                    _ = try isDispatcher ? stream.stream(wanted) : stream.state(ofStream: wanted.name)
                }
                // Nothing is held, and nothing left for later, by a clock that is wrong.
                if isDispatcher { try compareClocks() }
                for consumer in try stream.consumers(of: names.work) {
                    if let partner = names.partner(ofConsumer: consumer.name) { pulls[partner] = PartnerPulls() }
                }
            }
        } catch {
            connection.close()
            if case .jetStream(let problem) = error, problem.number == JetStreamError.streamNotFound, !isDispatcher {
                throw .address("there is no store named '\(settings.name)' on these servers")
            }
            throw error
        }
        gate.store = self
        self.isDispatcher = isDispatcher
        Thread { [weak self, condition] in Self.keep({ self }, condition) }.start()
        Thread { [weak self, condition] in Self.watch({ self }, condition) }.start()
    }

    /// Tries something again while servers choose who leads, and fails for nothing else.
    static func patiently<Result>(
        _ seconds: Double, _ body: () throws(NATSProblem) -> Result
    ) throws(NATSProblem) -> Result {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            do throws(NATSProblem) {
                return try body()
            } catch {
                guard isPassing(error), ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
    }

    /// The same with the text that names servers and streams.
    convenience init(_ text: String, _ settings: BrokerSettings, isDispatcher: Bool = true) throws(NATSProblem) {
        var (servers, name) = try NATSServers.parse(text)
        var settings = settings
        if let name { settings.name = name }
        guard BrokerNames.isSound(settings.name) else {
            throw .address("'\(settings.name)' cannot name streams: 1 to 32 of a to z, 0 to 9 and _")
        }
        servers.tls = NATSServers.TLS(
            authorities: settings.authorities, certificate: settings.certificate, key: settings.key)
        try self.init(servers, settings, isDispatcher: isDispatcher)
    }

    deinit { close() }

    /// Seconds for which the server keeps what was asked for.
    ///
    /// They are few: a server of version 2.9 that finds nobody there any more for a message that comes once more hands out
    /// the one behind it twice, and the message itself only after the next lease.
    static let pullSeconds = 2.0
    /// What is said about messages that others are to have, when nothing is asked for here any more.
    static let afterPulls = PullVerdict.later(microseconds: Int64((pullSeconds + 0.5) * 1e6))

    /// How long after its last word that was heard a message is sure to be this dispatcher's: less than its lease.
    var sureness: Duration { .seconds(settings.leaseSeconds * 0.7) }

    /// Waits for what was said and is not known, for a while, and goes: what is held goes to others at once.
    func end() {
        let end = Date(timeIntervalSinceNow: settings.patience * 2)
        condition.lock()
        isEnding = true
        while openOutcomes > 0, condition.wait(until: end) {}
        condition.unlock()
        close()
    }

    private func close() {
        let (messages, subscriptions) = locked {
            defer { isClosed = true }
            return isClosed ? ([], []) : (held.values.filter { !$0.isLost }, pulls.values.compactMap(\.subscription))
        }
        if locked({ describe != nil }) { leave() }
        // Nothing more comes; what is held goes to others once the server has forgotten what was asked for.
        for subscription in subscriptions { connection.unsubscribe(subscription) }
        for message in messages { say(Self.afterPulls, to: message.acknowledgement) }
        connection.close()
    }

    /// Lets callbacks find a store that is only made after them.
    private final class Gate: @unchecked Sendable {
        private let lock = NSLock()
        private weak var held: JetStreamStore?
        var store: JetStreamStore? {
            get { lock.withLock { held } }
            set { lock.withLock { held = newValue } }
        }
    }

    /// The oldest version whose work queues and buckets do what is asked of them.
    private func checkServer() throws(NATSProblem) {
        let version = connection.serverVersion ?? (0, 0, 0)
        guard version >= (2, 9, 0) else {
            let (server, found) = connection.server ?? ("", "")
            throw .refused(server: server, reason: "nats-server 2.9 or newer is needed, this is \(found)")
        }
    }

    func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    /// Whether what failed may work when it is asked once more.
    static func isPassing(_ problem: NATSProblem) -> Bool {
        switch problem {
        case .disconnected, .timeout, .noResponders, .congested, .unreachable: true
        case .jetStream(let error):
            !JetStreamError.limits.contains(error.number) && [408, 409, 503].contains(error.code)
        case .address, .refused, .tooLarge, .answer: false
        }
    }

    static func isWrongLast(_ problem: NATSProblem) -> Bool {
        if case .jetStream(let error) = problem { error.number == JetStreamError.wrongLastSequence } else { false }
    }

    /// What a problem means for whoever has asked.
    static func storeProblem(_ problem: NATSProblem) -> StoreProblem {
        switch problem {
        case .tooLarge: StoreProblem(.refused, problem.description)
        default: StoreProblem(.full, problem.description)
        }
    }
}
