import PostbackLanguage

extension DiagnosticRule {
    static let fieldRenamed = DiagnosticRule(
        "field_renamed", .configuration, title: "A field with another name",
        explanation: """
            Configurations have the value under the old name and are refused. postback upgrade renames it.
            """,
        wrong: .declarations(
            """
            field api_key "Key" : text optional

            postback install {
                GET api "/install"
                query { key = field.api_key }
            }
            """),
        right: .field("field key \"Key\" : text optional"))
}

extension Finding {
    static func fieldRenamed(old: String, new: String) -> Finding {
        Finding(.fieldRenamed, facts: ["old": old, "new": new], "the field '\(old)' is called '\(new)' now")
    }
}
