package import PostbackLanguage

extension DiagnosticRule {
    package static let secretShown = DiagnosticRule(
        "secret_shown", .disclosure, title: "A credential that is not masked any more",
        explanation: """
            Previews, logs and reports show the value.
            """,
        wrong: .postback(
            """
            POST api "/install"
            headers { X-Key = field.key }
            """, with: "field key \"Key\" : text optional"),
        right: .postback(
            """
            POST api "/install"
            headers { X-Key = field.key }
            """, with: "field key \"Key\" : secret text optional"))
}

extension Finding {
    static func secretShown(field: String) -> Finding {
        Finding(.secretShown, facts: ["field": field], "the field '\(field)' was secret and is shown in output now")
    }
}
