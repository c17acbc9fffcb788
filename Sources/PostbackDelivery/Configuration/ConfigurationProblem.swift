/// One thing that is wrong with a configuration.
public struct ConfigurationProblem: Error, Hashable, Sendable {
    /// Where: account, app, partner, postback and field, as far as they are known.
    public struct Place: Hashable, Sendable {
        /// The account's id.
        public var account: String?
        /// The app's id.
        public var app: String?
        /// The partner's id.
        public var partner: String?
        /// The kind or name of the events.
        public var postback: String?
        /// The field's id, or the key of the setting.
        public var field: String?
    }

    /// Where.
    public var place: Place
    /// What is wrong, in one sentence.
    public var message: String
    /// The name that was probably meant.
    public var suggestion: String?
}

extension ConfigurationProblem: CustomStringConvertible {
    /// Place and message in one line; values of fields are never repeated.
    public var description: String {
        let parts = [
            ("account", place.account), ("app", place.app), ("partner", place.partner), ("postback", place.postback),
            ("field", place.field),
        ]
        let path = parts.compactMap { label, name in name.map { "\(label) '\($0)'" } }.joined(separator: ", ")
        return (path.isEmpty ? "" : path + ": ") + message + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    }
}

/// All that is wrong with a configuration.
public struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
    /// The problems in the order of the configuration.
    public var problems: [ConfigurationProblem]

    /// The problems, one per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
