import PostbackLanguage

extension DiagnosticRule {
    static let fieldChoiceRemoved = DiagnosticRule(
        "field_choice_removed", .configuration, title: "A choice that is gone",
        explanation: """
            Accounts that have chosen the value are refused. Only a person knows which one takes its place.
            """,
        wrong: .declarations(
            """
            field key "Key" : choice(eu, au) optional

            postback install {
                GET api "/install"
                query { key = field.key }
            }
            """),
        right: .declarations(
            """
            field key "Key" : choice(eu, us) optional

            postback install {
                GET api "/install"
                query { key = field.key }
            }
            """))
}

extension Finding {
    static func fieldChoiceRemoved(field: String, values: [String]) -> Finding {
        Finding(
            .fieldChoiceRemoved, facts: ["field": field, "values": values],
            "the field '\(field)' does not take \(values.map { "'\($0)'" }.joined(separator: ", ")) any more")
    }
}
