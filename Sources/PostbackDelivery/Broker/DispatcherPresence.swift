import Foundation
public import PostbackTemplate

/// What a dispatcher says about itself to those that it shares a store with.
public struct DispatcherPresence: Hashable, Sendable, Codable {
    /// The machine's name.
    public var host: String
    /// The process on it.
    public var process: Int32
    /// Since when it runs.
    public var since: Timestamp
    /// A digest of the configuration that it uses.
    public var configuration: String
    /// The revisions that it uses, by the partners' ids.
    public var revisions: [String: Int]

    /// The names of machine and process.
    public var name: String { "\(host):\(process)" }

    private enum CodingKeys: String, CodingKey { case host, process, since, configuration, revisions }

    init(configuration: String, revisions: [String: Int], since: Timestamp) {
        host = ProcessInfo.processInfo.hostName
        process = ProcessInfo.processInfo.processIdentifier
        self.since = since
        self.configuration = configuration
        self.revisions = revisions
    }

    /// Reads what `encode` writes.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        host = try values.decode(String.self, forKey: .host)
        process = try values.decode(Int32.self, forKey: .process)
        since = Timestamp(microseconds: try values.decode(Int64.self, forKey: .since))
        configuration = try values.decode(String.self, forKey: .configuration)
        revisions = try values.decode([String: Int].self, forKey: .revisions)
    }

    /// Writes it as JSON.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(host, forKey: .host)
        try values.encode(process, forKey: .process)
        try values.encode(since.microseconds, forKey: .since)
        try values.encode(configuration, forKey: .configuration)
        try values.encode(revisions, forKey: .revisions)
    }
}
