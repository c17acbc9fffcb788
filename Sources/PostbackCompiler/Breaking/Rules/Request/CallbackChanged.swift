import PostbackLanguage

extension DiagnosticRule {
    static let callbackChanged = DiagnosticRule(
        "callback_changed", .request, .warning, title: "Another callback",
        explanation: """
            The URL that the partner hands over on the click is taken from elsewhere, or may name other hosts.
            """,
        wrong: .postback("GET click", with: "callback click from click.callback_url hosts \"cb.partner.test\""),
        right: .postback("GET click", with: "callback click from click.callback_url hosts \"*.partner.test\""))
}

extension Finding {
    static func callbackChanged(old: String?, new: String?) -> Finding {
        Finding(
            .callbackChanged, facts: ["old": old, "new": new],
            "the request goes to \(new ?? "an endpoint") instead of \(old ?? "an endpoint")")
    }
}
