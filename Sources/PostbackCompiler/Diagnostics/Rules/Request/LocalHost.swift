import PostbackLanguage

extension DiagnosticRule {
    static let localHost = DiagnosticRule(
        "local_host", .request, .warning, title: "A host that is not on the internet",
        explanation: "localhost, private addresses and names without a domain are left from a test.",
        wrong: endpoint("\"https://localhost:8080\""), right: endpoint("\"https://s2s.partner.test\""))
}

extension Finding {
    static func localHost(host: String) -> Finding {
        Finding(
            .localHost, facts: ["host": host], "'\(host)' is not a host on the internet",
            "requests to it would never reach a partner")
    }
}
