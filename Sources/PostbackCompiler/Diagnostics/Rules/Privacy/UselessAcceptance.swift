import PostbackLanguage

extension DiagnosticRule {
    static let uselessAcceptance = DiagnosticRule(
        "useless_acceptance", .privacy, .warning, title: "An acceptance that nothing needs",
        explanation: "The file says that the partner takes something readable, and never sends it so.",
        wrong: .query("ip = device.ip", with: "accepts plaintext user.email \"The partner has no hashed form.\""),
        right: .query("em = user.email", with: "accepts plaintext user.email \"The partner has no hashed form.\""))
}

extension Finding {
    static func uselessAcceptance(macro: String) -> Finding {
        Finding(
            .uselessAcceptance, facts: ["macro": macro], "nothing sends '\(macro)' readable")
    }
}
