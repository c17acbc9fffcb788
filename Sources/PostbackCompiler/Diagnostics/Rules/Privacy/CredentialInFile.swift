import PostbackLanguage

extension DiagnosticRule {
    static let credentialInFile = DiagnosticRule(
        "credential_in_file", .privacy, .warning, title: "A credential typed into the file",
        explanation: """
            Partner files are read by many people and compiled into programs. Published templates of this field hold \
            keys of their authors. What belongs to an account is a secret field.
            """,
        wrong: .query("api_key = \"9b1f7a60c3d24e58\""), right: .query("insecure api_key = field.token", with: token))
}

extension Finding {
    static func credentialInFile(why: String) -> Finding {
        Finding(
            .credentialInFile, facts: ["why": why], "a credential seems to be typed into the file: \(why)",
            "declare a secret field for it: field token \"Token\" : secret text")
    }
}
