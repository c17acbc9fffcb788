import PostbackLanguage

extension DiagnosticRule {
    static let plainHTTP = DiagnosticRule(
        "plain_http", .request, title: "Plain http",
        explanation: "Identifiers and credentials can be read on the way. Nearly every partner has https.",
        wrong: endpoint("\"http://s2s.partner.test\""), right: endpoint("\"https://s2s.partner.test\""))
}

extension Finding {
    static var plainHTTP: Finding {
        Finding(
            .plainHTTP, "plain http sends identifiers readable over the network",
            fix: .replace("https://", .needsLook, title: "write https"),
            "if the partner has nothing else, write insecure behind the URL")
    }
}
