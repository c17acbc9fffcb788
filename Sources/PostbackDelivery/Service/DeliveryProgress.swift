public import PostbackTemplate

/// How a service is doing.
public struct DeliveryProgress: Sendable {
    /// What has happened since it started.
    public var counts: DeliveryCounts
    /// How the partners are doing: those that are configured, and those of which the store holds something.
    public var partners: [String: PartnerProgress]
    /// Requests that used a connection again.
    public var connectionsReused: Int
    /// Requests that made a connection.
    public var connectionsMade: Int
    /// Seconds that commits took together.
    public var commitSeconds: Double
    /// Commits that were performed.
    public var commits: Int
    /// Dead letters and parked postbacks that are kept, and for how long.
    public var letterLimits: DeadLetterLimits
    /// The moment.
    public var time: Timestamp

    /// The sum of something over all partners.
    public func total(_ number: (PartnerProgress) -> Int) -> Int { partners.values.reduce(0) { $0 + number($1) } }
}

/// How one partner is doing.
public struct PartnerProgress: Hashable, Sendable {
    /// What the store holds for it.
    public var stored: StoreCounts
    /// Requests in flight.
    public var inFlight: Int
    /// What its circuit breaker lets through.
    public var breaker: CircuitBreaker.State
}
