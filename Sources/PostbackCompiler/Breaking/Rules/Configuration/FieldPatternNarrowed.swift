import PostbackLanguage

extension DiagnosticRule {
    static let fieldPatternNarrowed = DiagnosticRule(
        "field_pattern_narrowed", .configuration, title: "A field of another form",
        explanation: """
            Values that had the right form are refused now.
            """,
        wrong: .field("field key \"Key\" : text optional matches \"[a-z]+\""),
        right: .field("field key \"Key\" : text optional matches \"[a-z]+[0-9]*\""))
}

extension Finding {
    static func fieldPatternNarrowed(field: String, old: String?, new: String, value: String) -> Finding {
        Finding(
            .fieldPatternNarrowed, facts: ["field": field, "old": old, "new": new, "value": value],
            "the field '\(field)' does not take values such as '\(value)' any more", "its form is \(new)")
    }
}
