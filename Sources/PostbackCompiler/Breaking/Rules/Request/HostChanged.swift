import PostbackLanguage

extension DiagnosticRule {
    static let hostChanged = DiagnosticRule(
        "host_changed", .request, .warning, title: "Another host",
        explanation: """
            Everything goes to another machine. Postbacks that wait are sent there too.
            """,
        wrong: .postback("GET api \"/install\"", with: "endpoint api \"https://eu.partner.test\""),
        right: .postback("GET api \"/install\""))
}

extension Finding {
    static func hostChanged(old: String, new: String) -> Finding {
        Finding(.hostChanged, facts: ["old": old, "new": new], "the host is \(new) instead of \(old)")
    }
}
