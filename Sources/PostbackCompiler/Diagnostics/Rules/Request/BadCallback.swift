import PostbackLanguage

extension DiagnosticRule {
    static let badCallback = DiagnosticRule(
        "bad_callback", .request, title: "A callback that could lead anywhere",
        explanation: """
            A callback is the one case where data names a host. It holds a whole URL, and the hosts are listed: each a \
            host, or *. and a domain of at least two labels.
            """,
        wrong: .postback("GET click", with: "callback click from click.callback_url hosts \"*.test\""),
        right: .postback("GET click", with: "callback click from click.callback_url hosts \"*.partner.test\""))
}

extension Finding {
    static func badCallback(why: String) -> Finding {
        Finding(
            .badCallback, facts: ["why": why], "a callback \(why)")
    }
}
