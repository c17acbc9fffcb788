import PostbackLanguage

extension DiagnosticRule {
    static let fieldTypeNarrowed = DiagnosticRule(
        "field_type_narrowed", .configuration, title: "A field of a narrower type",
        explanation: """
            Values that were taken are refused now. Only a person knows the right one.
            """,
        wrong: .field("field key \"Key\" : digits optional"),
        right: .field("field key \"Key\" : text optional"))
}

extension Finding {
    static func fieldTypeNarrowed(field: String, old: String, new: String, value: String) -> Finding {
        Finding(
            .fieldTypeNarrowed, facts: ["field": field, "old": old, "new": new, "value": value],
            "the field '\(field)' was \(old) and is \(new), which '\(value)' is not")
    }
}
