import PostbackLanguage

extension DiagnosticRule {
    static let fieldLengthNarrowed = DiagnosticRule(
        "field_length_narrowed", .configuration, title: "A field of other lengths",
        explanation: """
            Values that were short or long enough are refused now.
            """,
        wrong: .field("field key \"Key\" : text optional length 5...20"),
        right: .field("field key \"Key\" : text optional length 1...20"))
}

extension Finding {
    static func fieldLengthNarrowed(field: String, old: String?, new: String) -> Finding {
        Finding(
            .fieldLengthNarrowed, facts: ["field": field, "old": old, "new": new],
            "the field '\(field)' has \(new) characters, and had \(old ?? "any number")")
    }
}
