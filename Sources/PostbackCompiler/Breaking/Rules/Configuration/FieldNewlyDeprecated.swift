package import PostbackLanguage

extension DiagnosticRule {
    package static let fieldNewlyDeprecated = DiagnosticRule(
        "field_newly_deprecated", .configuration, .warning, title: "A field that should no longer be used",
        explanation: """
            Configurations that have it still work, with a warning that says what to use instead.
            """,
        wrong: .field("field key \"Key\" : text optional deprecated \"The partner reads it no longer.\""),
        right: .field("field key \"Key\" : text optional"))
}

extension Finding {
    static func fieldNewlyDeprecated(field: String, note: String) -> Finding {
        Finding(
            .fieldNewlyDeprecated, facts: ["field": field, "note": note], "the field '\(field)' is deprecated: \(note)")
    }
}
