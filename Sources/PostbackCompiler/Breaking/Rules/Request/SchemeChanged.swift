import PostbackLanguage

extension DiagnosticRule {
    static let schemeChanged = DiagnosticRule(
        "scheme_changed", .request, .warning, title: "Another scheme",
        explanation: """
            Without https, everybody on the way reads and changes what is sent.
            """,
        wrong: .postback("GET api \"/install\"", with: "endpoint api \"https://api.partner.test\""),
        right: .postback("GET api \"/install\"", with: "endpoint api \"http://api.partner.test\" insecure"))
}

extension Finding {
    static func schemeChanged(old: String, new: String) -> Finding {
        Finding(.schemeChanged, facts: ["old": old, "new": new], "the scheme is \(new) instead of \(old)")
    }
}
