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
        /// The name of a custom postback.
        public var custom: String?
        /// The kind or name of the events.
        public var postback: String?
        /// The field's id, or the key of the setting.
        public var field: String?
        /// The column in the setting's text, in Unicode scalars from 1.
        public var column: Int?
    }

    /// Where.
    public var place: Place
    /// What is wrong, in one sentence.
    public var message: String
    /// The name that was probably meant.
    public var suggestion: String?
    /// The code of the finding, for `postback explain`; nil for what is about the configuration's form.
    public var code: String?
    /// What helps, in one sentence.
    public var help: String?
}

extension ConfigurationProblem: CustomStringConvertible {
    /// Place and message in one line; values of fields are never repeated.
    public var description: String {
        let parts = [
            ("account", place.account), ("app", place.app), ("partner", place.partner),
            ("custom postback", place.custom), ("postback", place.postback), ("field", place.field),
        ]
        let names = parts.compactMap { label, name in name.map { "\(label) '\($0)'" } }
        let path = (names + (place.column.map { ["column \($0)"] } ?? [])).joined(separator: ", ")
        let hint = suggestion.map { "; did you mean '\($0)'?" } ?? help.map { "; \($0)" } ?? ""
        return Self.onOneLine((path.isEmpty ? "" : path + ": ") + message + hint + (code.map { " [\($0)]" } ?? ""))
    }

    /// A text whose control characters, such as a line break in a name, are written as in JSON.
    private static func onOneLine(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// All that is wrong with a configuration.
public struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
    /// The problems in the order of the configuration.
    public var problems: [ConfigurationProblem]

    /// The problems, one per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
