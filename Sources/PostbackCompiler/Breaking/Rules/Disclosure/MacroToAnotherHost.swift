import PostbackLanguage

extension DiagnosticRule {
    static let macroToAnotherHost = DiagnosticRule(
        "macro_to_another_host", .disclosure, title: "A personal macro that goes to another host",
        explanation: """
            Someone else receives it, or the same partner elsewhere.
            """,
        wrong: .query("id = device.idfa", with: "endpoint api \"https://collect.elsewhere.test\""),
        right: .query("id = device.idfa"))
}

extension Finding {
    static func macroToAnotherHost(macro: String, old: [String], new: [String]) -> Finding {
        Finding(
            .macroToAnotherHost, facts: ["macro": macro, "old": old, "new": new],
            "\(macro), which went to \(old.joined(separator: ", ")), goes to \(new.joined(separator: ", "))")
    }
}
