import PostbackLanguage

extension DiagnosticRule {
    static let fieldScopeChanged = DiagnosticRule(
        "field_scope_changed", .configuration, title: "A field that is configured elsewhere",
        explanation: """
            A field is configured once for the app, or for each postback; a value in the other place is refused. \
            postback upgrade moves it where all its values are the same.
            """,
        wrong: .field("field key \"Key\" : text per event optional"),
        right: .field("field key \"Key\" : text optional"))
}

extension Finding {
    static func fieldScopeChanged(field: String, isPerEvent: Bool) -> Finding {
        Finding(
            .fieldScopeChanged, facts: ["field": field],
            isPerEvent
                ? "the field '\(field)' is configured for each postback instead of the app"
                : "the field '\(field)' is configured for the app instead of each postback")
    }
}
