import PostbackLanguage

extension DiagnosticRule {
    static let secretInPath = DiagnosticRule(
        "secret_in_path", .privacy, title: "A credential in a path",
        explanation: "Paths are kept in every log along the way. Credentials go into headers.",
        wrong: .postback("GET api \"/{field.token}/install\"", with: token),
        right: .postback(
            "GET api \"/install\"\nheaders {\n    Authorization = \"Bearer {field.token}\"\n}", with: token))
}

extension Finding {
    static func secretInPath(field: String) -> Finding {
        Finding(
            .secretInPath, facts: ["field": field], "the secret field '\(field)' cannot stand in a path or a host")
    }
}
