/// A network-specific field: what the account has to fill in for a partner.
public struct FieldDefinition: Hashable, Sendable, Codable {
    /// Where a field's value is configured.
    public enum Scope: String, Hashable, Sendable, Codable {
        /// Once for the app.
        case app
        /// For each postback of the app.
        case event
    }

    /// The name that partner files and configurations use.
    public var id: String
    /// The label that a person sees.
    public var label: String
    /// The type of the value.
    public var type: ValueType
    /// Where the value is configured.
    public var scope: Scope
    /// Whether a postback can be sent without it.
    public var isOptional: Bool
    /// The value that counts when none is configured.
    public var defaultValue: String?
    /// Whether it is a credential, masked in every output that is not the request itself.
    public var isSecret: Bool
    /// A regular expression that the whole value must match.
    public var pattern: String?
    /// Bounds for the number of characters.
    public var length: ClosedRange<Int>?
    /// A value of the right form, for previews and examples.
    public var sample: String?
    /// Where a person finds the value.
    public var help: String?
    /// What to use instead, when the field should no longer be used.
    public var deprecation: String?

    /// Creates a field's definition.
    public init(
        _ id: String, _ label: String, _ type: ValueType, scope: Scope = .app, isOptional: Bool = false,
        default defaultValue: String? = nil, isSecret: Bool = false, pattern: String? = nil,
        length: ClosedRange<Int>? = nil, sample: String? = nil, help: String? = nil, deprecation: String? = nil
    ) {
        self.id = id
        self.label = label
        self.type = type
        self.scope = scope
        self.isOptional = isOptional
        self.defaultValue = defaultValue
        self.isSecret = isSecret
        self.pattern = pattern
        self.length = length
        self.sample = sample
        self.help = help
        self.deprecation = deprecation
    }

    /// Whether a configuration must have a value for it.
    public var isRequired: Bool { !isOptional && defaultValue == nil }
}
