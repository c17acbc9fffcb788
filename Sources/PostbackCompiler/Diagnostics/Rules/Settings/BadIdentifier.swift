import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let badIdentifier = DiagnosticRule(
        "bad_identifier", .settings, title: "An id that cannot be one",
        explanation: """
            Ids of partners and fields become keys of configurations and names in generated code: lower-case words of \
            letters and digits, joined by underscores.
            """,
        wrong: .query("app = field.appId", with: "field appId \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))
}

extension Finding {
    static func badIdentifier(name: String) -> Finding {
        Finding(
            .badIdentifier, facts: ["name": name],
            "the id '\(name)' must be lower-case words of letters and digits, joined by _")
    }

    static var identifierTooLong: Finding {
        Finding(
            .badIdentifier, "this id has more than \(TemplateLimits.longestName) characters")
    }
}
