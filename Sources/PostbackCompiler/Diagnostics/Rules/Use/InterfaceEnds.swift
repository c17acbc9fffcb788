import PostbackLanguage

extension DiagnosticRule {
    static let interfaceEnds = DiagnosticRule(
        "interface_ends", .use, .warning, title: "An interface whose last day comes",
        explanation: """
            Partners end the versions of their interfaces on a day that they announce. 'until' behind an endpoint names it, \
            and from sixty days before on somebody should move to the next version.
            """,
        wrong: .query("ifa = device.idfa", with: "endpoint old \"https://old.partner.test/v1\" until 2020-12-31"),
        right: .query("ifa = device.idfa"))
}

extension Finding {
    static func interfaceEnds(endpoint: String, date: String, hasEnded: Bool) -> Finding {
        Finding(
            .interfaceEnds, facts: ["endpoint": endpoint, "date": date],
            "the interface behind '\(endpoint)' \(hasEnded ? "ended on" : "ends on") \(date)",
            "move to the partner's next version, and set its last day")
    }
}
