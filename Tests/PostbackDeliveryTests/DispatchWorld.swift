import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport

@testable import PostbackDelivery

/// A partner as it is on some days.
struct FaultPartner {
    var policy = DeliveryPolicy()
    var retries = 3
    var onUnknown = UnknownOutcomePolicy.resend
    var revision = 1
    /// The moment of its events; that of their receipt for nil.
    var eventTime: Timestamp?
    /// What it does with a request at a moment: the outcome, how many seconds it takes, and whether it has the request.
    var answer: (_ seconds: Double, _ chance: Double) -> (AttemptOutcome, Double, arrives: Bool) = { _, _ in
        (.response(status: 200, retryAfter: nil, body: []), 0.02, true)
    }

    static func status(_ status: Int, retryAfter: String? = nil) -> AttemptOutcome {
        .response(status: status, retryAfter: retryAfter, body: [])
    }
}

/// Renders a request that names the postback.
final class KeyRenderer: AttemptRendering {
    var partners: [String: FaultPartner] { didSet { generation += 1 } }
    private(set) var generation = 0
    /// Renders something else than a request, for tests of that.
    var override: RenderedAttempt?

    init(_ partners: [String: FaultPartner]) {
        self.partners = partners
    }

    func policy(_ partner: String) -> PartnerPolicy { PartnerPolicy(partners[partner]?.policy ?? DeliveryPolicy()) }

    func render(_ lease: PostbackLease, line: [UInt8], now _: Timestamp) -> RenderedAttempt {
        if let override { return override }
        let partner = partners[lease.target.partner] ?? FaultPartner()
        let request = OutgoingRequest(
            method: .post, url: Array("https://\(lease.target.partner).test/\(lease.key)".utf8).span, body: line)
        return .request(
            RenderedRequest(
                request: request, retries: partner.retries, onUnknown: partner.onUnknown,
                eventTime: partner.eventTime ?? lease.received,
                revision: partner.revision, place: "https://\(lease.target.partner).test/{event.id}"))
    }
}

/// A dispatcher with a clock, a network and a disk that are made up.
final class DispatchWorld {
    /// A request that has left.
    struct Sent {
        var key: Fingerprint
        var partner: String
        var at: Double
        var arrived: Bool
    }

    private struct Flight {
        var id: Int
        var key: Fingerprint
        var partner: String
        var ends: Double
        var outcome: AttemptOutcome
    }

    var random = SeededGenerator("DispatchWorld")
    let renderer: KeyRenderer
    var makeStore: (Double) throws -> any PostbackStore
    private(set) var dispatcher: Dispatcher
    private(set) var now = 0.0
    private(set) var sent: [Sent] = []
    private var flights: [Flight] = []
    /// The most that were in flight to a partner at once.
    private(set) var most: [String: Int] = [:]
    var settings: Dispatcher.Settings

    init(
        _ partners: [String: FaultPartner], settings: Dispatcher.Settings = .init(),
        makeStore: @escaping (Double) throws -> any PostbackStore = { _ in MemoryStore() }
    ) throws {
        renderer = KeyRenderer(partners)
        self.settings = settings
        self.makeStore = makeStore
        dispatcher = Dispatcher(store: try makeStore(0), renderer: renderer, settings: settings, chance: { 0 })
        try restart()
    }

    var moment: Timestamp { StoreSample.at(now) }

    /// The process has ended, whatever was under way, and starts again.
    func restart() throws {
        flights = []
        var own = random
        dispatcher = Dispatcher(
            store: try makeStore(now), renderer: renderer, settings: settings,
            chance: { Double.random(in: 0..<1, using: &own) })
    }

    func accept(_ name: String, _ postbacks: [(partner: String, delay: Double)]) throws -> AcceptedEvent {
        var event = StoreSample.event(name, postbacks.map { ($0.partner, now + $0.delay) })
        event.received = moment
        _ = try dispatcher.accept(event, now: moment)
        return event
    }

    func commit() throws { try dispatcher.store.commit()?.perform() }

    /// Sends what is to be sent, and goes on to the next thing that happens, at most to `end`.
    func step(until end: Double) throws {
        let attempts = try dispatcher.next(now: moment)
        if attempts.contains(where: \.isNoted) { try commit() }
        for attempt in attempts {
            let partner = attempt.lease.target.partner
            let behaviour = renderer.partners[partner] ?? FaultPartner()
            let (outcome, seconds, arrives) = behaviour.answer(now, Double.random(in: 0..<1, using: &random))
            sent.append(Sent(key: attempt.lease.key, partner: partner, at: now, arrived: arrives))
            flights.append(
                Flight(
                    id: attempt.id, key: attempt.lease.key, partner: partner,
                    ends: now + min(seconds, Double(attempt.timeout)), outcome: outcome))
            most[partner] = max(most[partner] ?? 0, flights.count { $0.partner == partner })
        }
        let wake = dispatcher.wake(now: moment).map {
            Double($0.microseconds - StoreSample.at(0).microseconds) / 1e6
        }
        var next = min(end, wake.map { max($0, now) } ?? end)
        next = min(next, flights.map(\.ends).min() ?? next)
        // What could not be started now is tried again a little later.
        now = next > now ? next : min(end, now + 0.001)
        for flight in flights.filter({ $0.ends <= now }).sorted(by: { ($0.ends, $0.id) < ($1.ends, $1.id) }) {
            flights.removeAll { $0.id == flight.id }
            try dispatcher.finished(flight.id, flight.outcome, now: moment)
        }
    }

    /// Goes on until nothing waits, or to a moment.
    func run(until end: Double) throws {
        while now < end, dispatcher.store.pendingCount > 0 { try step(until: end) }
    }

    func sends(_ key: Fingerprint) -> [Sent] { sent.filter { $0.key == key } }
}
