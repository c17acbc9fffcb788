import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let badRegex = DiagnosticRule(
        "bad_regex", .settings, title: "A regular expression that cannot be read",
        explanation: "matches takes a regular expression that the whole value of the field must fit.",
        wrong: .query("app = field.app", with: "field app \"App\" : text matches \"[a-z\" sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text matches \"[a-z]+\" sample \"a\""))
}

extension Finding {
    static func badRegex(pattern: String) -> Finding {
        Finding(
            .badRegex, facts: ["pattern": pattern], "'\(pattern)' is not a regular expression")
    }

    static var regexTooLong: Finding {
        Finding(
            .badRegex, "this regular expression has more than \(TemplateLimits.longestPattern) bytes")
    }
}
