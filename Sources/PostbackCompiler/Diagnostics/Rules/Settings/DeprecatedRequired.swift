import PostbackLanguage

extension DiagnosticRule {
    static let deprecatedRequired = DiagnosticRule(
        "deprecated_required", .settings, .warning, title: "A deprecated field that is required",
        explanation:
            "Accounts are told not to use the field and to fill it in. Make it optional, or give it a default.",
        wrong: .query("app = field.app", with: "field app \"App\" : text deprecated \"use id\" sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text optional deprecated \"use id\" sample \"a\""))
}

extension Finding {
    static func deprecatedRequired(field: String) -> Finding {
        Finding(
            .deprecatedRequired, facts: ["field": field],
            "the field '\(field)' is deprecated, but accounts have to fill it in")
    }
}
