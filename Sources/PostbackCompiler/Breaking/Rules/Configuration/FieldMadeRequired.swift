import PostbackLanguage

extension DiagnosticRule {
    static let fieldMadeRequired = DiagnosticRule(
        "field_made_required", .configuration, title: "An optional field that is required now",
        explanation: """
            Accounts that have left it empty are refused. Only a person knows the value.
            """,
        wrong: .field("field key \"Key\" : text sample \"k\""),
        right: .field("field key \"Key\" : text optional"))
}

extension Finding {
    static func fieldMadeRequired(field: String) -> Finding {
        Finding(.fieldMadeRequired, facts: ["field": field], "the field '\(field)' was optional and is required now")
    }
}
