/// What has happened since the service started, by partner.
public struct DeliveryCounts: Hashable, Sendable {
    /// Events taken in, with something to send.
    public var accepted = 0
    /// Postbacks that were taken in already.
    public var duplicates = 0
    /// Attempts by partner and class: a status code's class (`2xx`), or why no answer came.
    public var attempts: [String: [String: Int]] = [:]
    /// Postbacks that the partner has, by partner.
    public var delivered: [String: Int] = [:]
    /// Postbacks that are not sent any more, by reason.
    public var dead: [String: Int] = [:]
    /// Postbacks that were not sent, by code.
    public var skipped: [String: Int] = [:]
    /// Attempts of which nobody knows whether they arrived.
    public var unknown = 0
    /// Microseconds from the moment at which postbacks were due to their first attempts, and how many.
    public var lagSum: Int64 = 0
    /// How many first attempts there were.
    public var firstAttempts = 0
    /// Microseconds from receipt to delivery.
    public var deliverySum: Int64 = 0
    /// Answers that asked for a wait in words that nobody could mean.
    public var badRetryAfter = 0

    /// Creates counts of nothing.
    public init() {}
}
