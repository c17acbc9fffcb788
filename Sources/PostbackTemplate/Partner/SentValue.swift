/// A place at which a macro leaves with a postback, as JSON.
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
    public init(
        postback: String, macro: String, classes: [String], form: String, hosts: [String], position: String,
        key: String, conditions: [String]
    ) {
        self.postback = postback
        self.macro = macro
        self.classes = classes
        self.form = form
        self.hosts = hosts
        self.position = position
        self.key = key
        self.conditions = conditions
    }
}

extension SentValue {
    /// The macro in the form that templates name.
    package var disclosure: Disclosure { Disclosure(macro, form == "raw" ? .raw : .hashed) }
}
