import PostbackLanguage

extension DiagnosticRule {
    static let fieldRemoved = DiagnosticRule(
        "field_removed", .configuration, title: "A field that is gone",
        explanation: """
            A configuration that has a value for it names a field that does not exist, and is refused. postback \
            upgrade takes the value out.
            """,
        wrong: .declarations(
            """
            postback install {
                GET api "/install"
            }
            """),
        right: .field("field key \"Key\" : text optional"))
}

extension Finding {
    static func fieldRemoved(field: String) -> Finding {
        Finding(.fieldRemoved, facts: ["field": field], "the field '\(field)' is gone")
    }
}
