import PostbackLanguage

extension DiagnosticRule {
    static let secretToAnotherHost = DiagnosticRule(
        "secret_to_another_host", .disclosure, title: "A credential that goes to another host",
        explanation: """
            Whoever runs the host can act for the account. The value was given for another one.
            """,
        wrong: .postback(
            """
            POST api "/install"
            headers { X-Key = field.key }
            """,
            with:
                """
                endpoint api "https://collect.elsewhere.test"

                field key "Key" : secret text optional
                """),
        right: .postback(
            """
            POST api "/install"
            headers { X-Key = field.key }
            """, with: "field key \"Key\" : secret text optional"))
}

extension Finding {
    static func secretToAnotherHost(field: String, old: [String], new: [String]) -> Finding {
        Finding(
            .secretToAnotherHost, facts: ["field": field, "old": old, "new": new],
            "the secret field '\(field)', which went to \(old.joined(separator: ", ")), goes to \(new.joined(separator: ", "))"
        )
    }
}
