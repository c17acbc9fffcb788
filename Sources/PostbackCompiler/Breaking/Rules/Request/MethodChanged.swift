import PostbackLanguage

extension DiagnosticRule {
    static let methodChanged = DiagnosticRule(
        "method_changed", .request, .warning, title: "Another method",
        explanation: """
            The partner has to take the new one at the same address.
            """,
        wrong: .postback("POST api \"/install\""),
        right: .postback("GET api \"/install\""))
}

extension Finding {
    static func methodChanged(old: String, new: String) -> Finding {
        Finding(.methodChanged, facts: ["old": old, "new": new], "the method is \(new) instead of \(old)")
    }
}
