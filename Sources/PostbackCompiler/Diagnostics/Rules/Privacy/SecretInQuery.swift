import PostbackLanguage

extension DiagnosticRule {
    static let secretInQuery = DiagnosticRule(
        "secret_in_query", .privacy, title: "A credential in a query",
        explanation: """
            URLs are kept in logs along the way. Credentials go into headers; in a query only where the partner \
            demands it, marked insecure.
            """,
        wrong: .query("token = field.token", with: token), right: .query("insecure token = field.token", with: token))
}

extension Finding {
    static func secretInQuery(field: String) -> Finding {
        Finding(
            .secretInQuery, facts: ["field": field],
            "the secret field '\(field)' would stand in a URL, where logs keep it",
            "send it in a header, or write insecure in front of the line if the partner demands it")
    }
}
