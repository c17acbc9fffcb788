public import PostbackCompiler
import PostbackTemplate

/// A place at which a macro leaves, as JSON.
public struct SentValue: Codable, Hashable, Sendable {
    /// The postback.
    public var postback: String
    /// The macro.
    public var macro: String
    /// What kinds of data it carries.
    public var classes: [String]
    /// `raw`, or the transform that makes a digest of it.
    public var form: String
    /// The hosts, fields in braces.
    public var hosts: [String]
    /// The block of the request.
    public var position: String
    /// The key.
    public var key: String
    /// What has to hold for it, as partner files write it.
    public var conditions: [String]

    /// Creates it.
    public init(_ value: DisclosedValue, postback: String) {
        self.postback = postback
        macro = value.macro
        classes = value.classes.members.map(\.rawValue)
        form = value.hash?.rawValue ?? "raw"
        hosts = value.hosts
        position = value.position
        key = value.key
        conditions = value.conditions.map { ExpressionText.describe($0) }
    }
}

extension DisclosedValue {
    /// The place in words: `device.idfa sha256 to graph.facebook.com, query ifa, where …`.
    public var words: String {
        let place = [position, key].filter { !$0.isEmpty }.joined(separator: " ")
        let condition = conditions.map { ExpressionText.describe($0) }.joined(separator: " and ")
        return "\(macro) \(hash?.rawValue ?? "raw") to \(hosts.joined(separator: ", ")), \(place)"
            + (condition.isEmpty ? "" : ", where \(condition)")
    }
}
