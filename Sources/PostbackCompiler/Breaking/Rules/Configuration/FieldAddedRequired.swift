import PostbackLanguage

extension DiagnosticRule {
    static let fieldAddedRequired = DiagnosticRule(
        "field_added_required", .configuration, title: "A field that every account has to fill in",
        explanation: """
            Configurations in use have no value for it and are refused by the new revision; they stay with the \
            old one until a value is there. Give the field a default, or make it optional.
            """,
        wrong: .field("field key \"Key\" : text sample \"k\""),
        right: .declarations(
            """
            postback install {
                GET api "/install"
            }
            """))
}

extension Finding {
    static func fieldAddedRequired(field: String, label: String) -> Finding {
        Finding(.fieldAddedRequired, facts: ["field": field], "the field '\(field)' (\(label)) is new and required")
    }
}
