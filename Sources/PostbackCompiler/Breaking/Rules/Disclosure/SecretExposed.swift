import PostbackLanguage

extension DiagnosticRule {
    static let secretExposed = DiagnosticRule(
        "secret_exposed", .disclosure, title: "A credential that others can read",
        explanation: """
            Whoever sees the request, or a log of its address, has the credential. It was not in it before, or not where logs are.
            """,
        wrong: .postback(
            "POST api \"/install\"\nheaders { X-Key = field.key }", with: "field key \"Key\" : secret text"),
        right: .postback(
            "POST api \"/install\"\nheaders { X-Key = app.bundle_id | hmac_sha256(field.key) }",
            with: "field key \"Key\" : secret text"))
}

extension Finding {
    static func secretExposed(field: String, how: String) -> Finding {
        Finding(.secretExposed, facts: ["field": field], "the secret field '\(field)' \(how)")
    }
}
