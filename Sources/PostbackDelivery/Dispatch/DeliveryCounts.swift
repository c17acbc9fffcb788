import PostbackTemplate

/// What has happened since the service started.
public struct DeliveryCounts: Hashable, Sendable {
    /// Events taken in, with something to send.
    public var accepted = 0
    /// Events that were not taken in, because the store had no room for them or they were too large.
    public var refused = 0
    /// Lines that were no events.
    public var malformed = 0
    /// Events of apps that nobody has configured.
    public var unconfigured = 0
    /// Postbacks that were taken in already.
    public var duplicates = 0
    /// What has happened to the postbacks of each partner.
    public var partners: [String: PartnerCounts] = [:]
    /// Microseconds from the moment at which postbacks were due to their first attempts, and how many.
    public var lagSum: Int64 = 0
    /// How many first attempts there were.
    public var firstAttempts = 0
    /// Microseconds from receipt to delivery.
    public var deliverySum: Int64 = 0
    /// Answers that asked for a wait in words that nobody could mean.
    public var badRetryAfter = 0
    /// Dead letters and parked postbacks that were given up because there were too many, or had been kept for long enough.
    public var lettersDiscarded = 0
    /// Attempts that were put off because something lacked on this side: descriptors, memory, a name server.
    public var shortages = 0

    /// Creates counts of nothing.
    public init() {}

    /// The sum of something over all partners.
    public func total(_ number: (PartnerCounts) -> Int) -> Int { partners.values.reduce(0) { $0 + number($1) } }
}

/// What has happened to the postbacks of one partner since the service started.
public struct PartnerCounts: Hashable, Sendable {
    /// Attempts by class: a status code's class (`2xx`), or why no answer came.
    public var attempts: [String: Int] = [:]
    /// How long attempts took.
    public var times = TimeHistogram()
    /// Postbacks that the partner has.
    public var delivered = 0
    /// Postbacks that became dead letters, by reason.
    public var dead: [String: Int] = [:]
    /// Postbacks that were parked, by reason.
    public var parked: [String: Int] = [:]
    /// Postbacks that were not sent, by code.
    public var skipped: [String: Int] = [:]
    /// Postbacks of events that were not taken in.
    public var refused = 0
    /// Attempts of which nobody knows whether they arrived.
    public var unknown = 0

    /// Creates counts of nothing.
    public init() {}

    /// Counts an attempt.
    mutating func add(_ className: String, microseconds: Int64) {
        attempts[className, default: 0] += 1
        times.add(microseconds: microseconds)
    }
}

/// How often something took how long.
public struct TimeHistogram: Hashable, Sendable {
    /// The upper bounds of the buckets, in seconds; one more bucket has all that took longer.
    public static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// How many are in each bucket.
    public private(set) var buckets = [Int](repeating: 0, count: bounds.count + 1)
    /// Microseconds, all together.
    public private(set) var sum: Int64 = 0

    /// Creates an empty histogram.
    public init() {}

    /// Counts one.
    mutating func add(microseconds: Int64) {
        let seconds = Double(microseconds) / 1e6
        buckets[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += microseconds
    }
}

extension Int64 {
    /// Adds the microseconds from one moment to a later one; a sum that is too large stays the largest number.
    mutating func add(from start: Timestamp, to end: Timestamp) {
        let (passed, isEndless) = end.microseconds.subtractingReportingOverflow(start.microseconds)
        let (sum, overflows) = addingReportingOverflow(isEndless ? .max : Swift.max(0, passed))
        self = overflows ? .max : sum
    }
}
