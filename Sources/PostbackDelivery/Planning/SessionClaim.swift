public import PostbackRuntime
public import PostbackTemplate

/// The span of time for which a session's postback is taken: while it is remembered, every other session of the device
/// that lies in it is a duplicate, whatever has become known about install and re-engagement meanwhile.
public struct SessionClaim: Hashable, Sendable {
    /// Names the device for one app and partner: once for each identifier that the event has.
    public var holders: [Fingerprint]
    /// The moment of the session.
    public var session: Timestamp
    /// When its period begins.
    public var start: Timestamp
    /// When the next one begins.
    public var end: Timestamp

    /// Creates a claim.
    public init(holders: [Fingerprint], session: Timestamp, start: Timestamp, end: Timestamp) {
        self.holders = holders
        self.session = session
        self.start = start
        self.end = end
    }

    /// Days for which a claim is remembered after it was made and after its span has passed, whichever is later.
    public static let retentionDays: Int64 = 3

    /// Until when a claim is remembered that is made at a moment.
    public func retention(now: Timestamp) -> Timestamp {
        max(now, end).adding(microseconds: Self.retentionDays * SessionPeriod.length)
    }
}

extension SessionClaim {
    /// Whether another claim leaves no room for this one: they share an identifier, and the session lies in its span.
    func isTaken(by other: SessionClaim) -> Bool {
        other.start <= session && session < other.end && holders.contains(where: other.holders.contains)
    }
}
