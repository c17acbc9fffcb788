import PostbackLanguage

extension DiagnosticRule {
    static let uselessInsecure = DiagnosticRule(
        "useless_insecure", .request, .warning, title: "An insecure that excuses nothing",
        explanation: """
            insecure marks a URL with plain http, or a line of a query that carries a secret. Anywhere else it hides \
            nothing and frightens the reader.
            """,
        wrong: .query("insecure ip = device.ip"), right: .query("ip = device.ip"))
}

extension Finding {
    static func uselessInsecure(what: String) -> Finding {
        Finding(
            .uselessInsecure, facts: ["what": what], "'insecure' excuses nothing here: \(what)")
    }
}
