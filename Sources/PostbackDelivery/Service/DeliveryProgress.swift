public import PostbackTemplate

/// How a service is doing.
public struct DeliveryProgress: Sendable {
    /// What has happened since it started.
    public var counts: DeliveryCounts
    /// Postbacks that wait or are under way.
    public var pending: Int
    /// Requests under way.
    public var inFlight: Int
    /// Requests that used a connection again.
    public var connectionsReused: Int
    /// Requests that made a connection.
    public var connectionsMade: Int
    /// Partners that are sent nothing, or one request at a time, because most of them failed.
    public var openBreakers: [String]
    /// Seconds that commits took together.
    public var commitSeconds: Double
    /// Commits that reached the disk.
    public var commits: Int
    /// The moment.
    public var time: Timestamp
}
