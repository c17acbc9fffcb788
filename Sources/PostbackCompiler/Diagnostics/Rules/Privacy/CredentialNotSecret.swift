import PostbackLanguage

extension DiagnosticRule {
    static let credentialNotSecret = DiagnosticRule(
        "credential_not_secret", .privacy, .warning, title: "A credential that is not kept secret",
        explanation: """
            What authorizes a request is a credential of the account. A field that is secret is never shown in a terminal \
            or a log, and never stands in a URL by mistake.
            """,
        wrong: .postback(
            "GET api \"/install\"\nheaders {\n    Authorization = \"Bearer {field.api_key}\"\n}",
            with: "field api_key \"API key\" : text sample \"k-1\""),
        right: .postback(
            "GET api \"/install\"\nheaders {\n    Authorization = \"Bearer {field.api_key}\"\n}",
            with: "field api_key \"API key\" : secret text sample \"k-1\""))
}

extension Finding {
    static func credentialNotSecret(field: String, use: String) -> Finding {
        Finding(
            .credentialNotSecret, facts: ["field": field, "use": use],
            "the field '\(field)' is used as a credential, \(use), and is not secret",
            "declare it as 'secret'")
    }
}
