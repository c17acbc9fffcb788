/// One postback of a partner, compiled: when it is sent and what.
public struct PostbackTemplate: Hashable, Sendable, Codable {
    /// The name inside the partner: the trigger's, with the platform behind it when it is bound to one.
    public var id: String
    /// The events it is for.
    public var trigger: PostbackTrigger
    /// The only platform it is for; every platform when nil.
    public var platform: Platform?
    /// What to use instead, when the postback should no longer be used.
    public var deprecation: String?
    /// The list of items, a macro, for each of which there is a request of its own; nil for one request for the event.
    /// Its variable, and its number, can be named in the whole of the postback.
    public var items: ItemLoop?
    /// Conditions that must all hold, or nothing is sent.
    public var conditions: [PostbackCondition]
    /// Groups of values; in each list at least one group must be complete.
    public var alternatives: [[[PostbackExpression]]]
    /// Named expressions of this postback.
    public var definitions: [PostbackDefinition]
    /// The request.
    public var request: RequestTemplate
    /// The personal macros that leave with it.
    public var disclosure: [Disclosure]

    /// Creates a postback.
    public init(
        _ id: String, trigger: PostbackTrigger, platform: Platform? = nil, deprecation: String? = nil,
        items: ItemLoop? = nil, conditions: [PostbackCondition] = [], alternatives: [[[PostbackExpression]]] = [],
        definitions: [PostbackDefinition] = [], request: RequestTemplate, disclosure: [Disclosure] = []
    ) {
        self.id = id
        self.trigger = trigger
        self.platform = platform
        self.deprecation = deprecation
        self.items = items
        self.conditions = conditions
        self.alternatives = alternatives
        self.definitions = definitions
        self.request = request
        self.disclosure = disclosure
    }
}

extension PostbackTemplate {
    /// The macro with the items for each of which there is a request; nil for one request for the event.
    public var itemList: String? {
        if case .macro(let name)? = items?.list { name } else { nil }
    }
}

/// The events that a postback is for.
public enum PostbackTrigger: Hashable, Sendable, Codable {
    /// Every event of a kind.
    case kind(String)
    /// In-app events with these names.
    case events([String])
}

/// A named expression.
public struct PostbackDefinition: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// The expression.
    public var value: PostbackExpression

    /// Creates a definition.
    public init(_ name: String, _ value: PostbackExpression) {
        self.name = name
        self.value = value
    }
}

/// A table from text to text.
public struct ValueMap: Hashable, Sendable, Codable {
    /// What a key that is not in the table gives.
    public enum Fallback: Hashable, Sendable, Codable {
        /// This value.
        case value(PostbackLiteral)
        /// Nothing.
        case absent
        /// No postback.
        case skip
    }

    /// One row.
    public struct Entry: Hashable, Sendable, Codable {
        /// The key.
        public var key: String
        /// Its value.
        public var value: PostbackLiteral

        /// Creates a row.
        public init(_ key: String, _ value: PostbackLiteral) {
            self.key = key
            self.value = value
        }
    }

    /// The name.
    public var id: String
    /// The rows, keys distinct.
    public var entries: [Entry]
    /// What other keys give.
    public var fallback: Fallback

    /// Creates a table.
    public init(_ id: String, _ entries: [Entry], fallback: Fallback) {
        self.id = id
        self.entries = entries
        self.fallback = fallback
    }
}

/// One personal macro that leaves with a postback.
public struct Disclosure: Hashable, Sendable, Comparable, Codable {
    /// The form in which it leaves.
    public enum Form: String, Hashable, Sendable, Codable {
        /// Only as a digest.
        case hashed
        /// Readable.
        case raw
    }

    /// The macro's name.
    public var macro: String
    /// The form.
    public var form: Form

    /// Creates an entry.
    public init(_ macro: String, _ form: Form) {
        self.macro = macro
        self.form = form
    }

    /// Orders by name, hashed before raw.
    public static func < (left: Disclosure, right: Disclosure) -> Bool {
        (left.macro, left.form.rawValue) < (right.macro, right.form.rawValue)
    }
}
