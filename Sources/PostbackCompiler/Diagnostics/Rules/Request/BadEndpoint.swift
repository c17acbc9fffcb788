import PostbackLanguage

extension DiagnosticRule {
    static let badEndpoint = DiagnosticRule(
        "bad_endpoint", .request, title: "An endpoint that is no base URL",
        explanation: "An endpoint is a scheme and a host, with a path or without; nothing else stands in it.",
        wrong: endpoint("\"s2s.partner.test\""), right: endpoint("\"https://s2s.partner.test\""))
}

extension Finding {
    static func badEndpoint(why: String) -> Finding {
        Finding(
            .badEndpoint, facts: ["why": why], "an endpoint is \(why)")
    }
}
