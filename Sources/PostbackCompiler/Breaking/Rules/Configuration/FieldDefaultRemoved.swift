import PostbackLanguage

extension DiagnosticRule {
    static let fieldDefaultRemoved = DiagnosticRule(
        "field_default_removed", .configuration, title: "A field that has lost its default",
        explanation: """
            Accounts that have relied on the default are refused. postback upgrade writes the old default into \
            their configurations.
            """,
        wrong: .field("field key \"Key\" : text sample \"eu\""),
        right: .field("field key \"Key\" : text = \"eu\""))
}

extension Finding {
    static func fieldDefaultRemoved(field: String, value: String) -> Finding {
        Finding(
            .fieldDefaultRemoved, facts: ["field": field, "value": value],
            "the field '\(field)' was '\(value)' where an account sets nothing, and is required now")
    }
}
