import PostbackTemplate

/// What one partner is sent, and how fast.
final class DispatchLane {
    /// The partner's id.
    let partner: String
    /// The partner's limits and answers, as they were when the renderer had this number.
    private var known: (policy: PartnerPolicy, generation: Int)?
    /// What has happened to the partner's postbacks.
    var counts = PartnerCounts()
    var inFlight = 0
    var retriesInFlight = 0
    var breaker = CircuitBreaker()
    /// How many requests may be in flight now: few at first and after an outage, more with every one that succeeds.
    var ramp = DispatchLane.initialRamp
    var rate = RateWindow()

    static let initialRamp = 8.0

    init(_ partner: String) {
        self.partner = partner
    }

    /// The partner's limits and answers as they are now.
    func policy(_ renderer: any AttemptRendering) -> PartnerPolicy {
        let generation = renderer.generation
        if let known, known.generation == generation { return known.policy }
        let policy = renderer.policy(partner)
        known = (policy, generation)
        return policy
    }

    /// The most requests in flight: this dispatcher's part of what the partner takes.
    static func cap(_ policy: DeliveryPolicy, _ standard: Int, of sharers: Int) -> Int {
        max(1, policy.concurrency.map { $0 / max(1, sharers) } ?? standard)
    }

    /// A postback is under way.
    func begin(_ lease: PostbackLease) {
        inFlight += 1
        if lease.attempts > 0 { retriesInFlight += 1 }
    }

    /// A postback is not under way any more.
    func end(_ lease: PostbackLease) {
        inFlight -= 1
        if lease.attempts > 0 { retriesInFlight -= 1 }
    }

    /// Notes how an attempt ended.
    func note(isFailure: Bool, now: Int64, cap: Int) {
        if breaker.note(isFailure: isFailure, now: now) { ramp = Self.initialRamp }
        ramp = isFailure ? max(1, ramp * 0.7) : min(Double(cap), ramp + 1)
        if breaker.state == .open { ramp = 1 }
    }
}
