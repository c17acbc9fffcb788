import PostbackLanguage

extension DiagnosticRule {
    static let fieldChoiceRemoved = DiagnosticRule(
        "field_choice_removed", .configuration, title: "A choice that is gone",
        explanation: """
            Accounts that have chosen the value are refused. Only a person knows which one takes its place.
            """,
        wrong: .field("field key \"Key\" : choice(eu, au) optional"),
        right: .field("field key \"Key\" : choice(eu, us) optional"))
}

extension Finding {
    static func fieldChoiceRemoved(field: String, values: [String]) -> Finding {
        Finding(
            .fieldChoiceRemoved, facts: ["field": field, "values": values],
            "the field '\(field)' does not take \(values.map { "'\($0)'" }.joined(separator: ", ")) any more")
    }
}
