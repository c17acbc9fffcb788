import PostbackLanguage

extension DiagnosticRule {
    static let fieldPatternNarrowed = DiagnosticRule(
        "field_pattern_narrowed", .configuration, title: "A field of another form",
        explanation: """
            Values that had the right form are refused now.
            """,
        wrong: .declarations(
            """
            field key "Key" : text optional matches "[a-z]+"

            postback install {
                GET api "/install"
                query { key = field.key }
            }
            """),
        right: .declarations(
            """
            field key "Key" : text optional matches "[a-z]+[0-9]*"

            postback install {
                GET api "/install"
                query { key = field.key }
            }
            """))
}

extension Finding {
    static func fieldPatternNarrowed(field: String, old: String?, new: String, value: String) -> Finding {
        Finding(
            .fieldPatternNarrowed, facts: ["field": field, "old": old, "new": new, "value": value],
            "the field '\(field)' does not take values such as '\(value)' any more", "its form is \(new)")
    }
}
