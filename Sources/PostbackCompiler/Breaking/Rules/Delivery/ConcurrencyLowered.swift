import PostbackLanguage

extension DiagnosticRule {
    static let concurrencyLowered = DiagnosticRule(
        "concurrency_lowered", .delivery, .warning, title: "Fewer requests at a time",
        explanation: """
            Postbacks wait longer for their turn.
            """,
        wrong: .delivery("concurrency 2"),
        right: .delivery("concurrency 8"))
}

extension Finding {
    static func concurrencyLowered(old: Int?, new: Int) -> Finding {
        Finding(
            .concurrencyLowered, facts: ["old": old.map(String.init), "new": new],
            "at most \(new) requests are in flight, and were \(old.map(String.init) ?? "without a limit")")
    }
}
