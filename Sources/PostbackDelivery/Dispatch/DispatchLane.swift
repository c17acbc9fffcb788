import PostbackTemplate

/// What one partner is sent, and how fast.
struct DispatchLane: Sendable {
    var inFlight = 0
    var retriesInFlight = 0
    var breaker = CircuitBreaker()
    /// How many requests may be in flight now: few at first and after an outage, more with every one that succeeds.
    var ramp = Self.initialRamp
    /// Requests that may be sent at once, filled up at the partner's rate.
    var tokens = 1.0
    var refilled: Int64?

    static let initialRamp = 8.0

    /// The most requests in flight.
    static func cap(_ policy: DeliveryPolicy, _ standard: Int) -> Int { max(1, policy.concurrency ?? standard) }

    /// Fills up what has been used.
    mutating func refill(_ rate: Int?, now: Int64) {
        guard let rate else {
            tokens = 1
            return
        }
        // Time that went backwards fills nothing.
        let passed = refilled.map { max(0, now - $0) } ?? 1_000_000
        refilled = now
        tokens = min(Double(max(rate, 1)), tokens + Double(rate) * Double(passed) / 1e6)
    }

    /// When the next request may be sent at the partner's rate.
    func nextToken(_ rate: Int?, now: Int64) -> Int64? {
        guard let rate, tokens < 1 else { return nil }
        return now + Int64(((1 - tokens) / Double(max(rate, 1)) * 1e6).rounded(.up))
    }

    /// Notes how an attempt ended.
    mutating func note(isFailure: Bool, now: Int64, cap: Int) {
        if breaker.note(isFailure: isFailure, now: now) { ramp = Self.initialRamp }
        ramp = isFailure ? max(1, ramp * 0.7) : min(Double(cap), ramp + 1)
        if breaker.state == .open { ramp = 1 }
    }
}
