/// Keeps a partner that fails from taking up what others need.
///
/// Closed, everything is sent. When most of the latest attempts have failed it opens: nothing is sent until a while has
/// passed, and then one attempt alone, which decides.
public struct CircuitBreaker: Sendable {
    /// What it lets through.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Everything.
        case closed
        /// Nothing, until a while has passed.
        case open
        /// One attempt, which decides.
        case halfOpen = "half_open"
    }

    private(set) var state = State.closed
    /// When an open one lets an attempt through, in microseconds since 1970.
    private(set) var opensUntil: Int64 = 0
    /// The latest outcomes, a bit each, the newest lowest; 1 is a failure.
    private var outcomes: UInt32 = 0
    private var count = 0

    /// How many of the latest attempts are looked at.
    static let looksAt = 20
    /// The number of failures among them with which it opens.
    static let opensAt = 14
    /// Microseconds for which it stays open.
    static let pause: Int64 = 30_000_000

    /// Whether an attempt may be made.
    mutating func admits(now: Int64, inFlight: Int) -> Bool {
        switch state {
        case .closed: return true
        case .open:
            guard now >= opensUntil else { return false }
            state = .halfOpen
            return inFlight == 0
        case .halfOpen: return inFlight == 0
        }
    }

    /// Notes an outcome; true when it closes again after having been open.
    mutating func note(isFailure: Bool, now: Int64) -> Bool {
        switch state {
        case .closed:
            outcomes = outcomes << 1 | (isFailure ? 1 : 0)
            count = min(count + 1, Self.looksAt)
            let failures = (outcomes & ((1 << UInt32(Self.looksAt)) - 1)).nonzeroBitCount
            if count == Self.looksAt, failures >= Self.opensAt { open(now) }
            return false
        case .halfOpen:
            if isFailure {
                open(now)
                return false
            }
            self = CircuitBreaker()
            return true
        case .open:
            // An attempt that was under way when it opened.
            return false
        }
    }

    private mutating func open(_ now: Int64) {
        state = .open
        opensUntil = now + Self.pause
        outcomes = 0
        count = 0
    }
}
