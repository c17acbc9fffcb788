import PostbackLanguage

extension DiagnosticRule {
    static let rateLowered = DiagnosticRule(
        "rate_lowered", .delivery, .warning, title: "A lower rate",
        explanation: """
            Postbacks wait longer for their turn.
            """,
        wrong: .delivery("rate 10 per second"),
        right: .delivery("rate 100 per second"))
}

extension Finding {
    static func rateLowered(old: String?, new: String) -> Finding {
        Finding(
            .rateLowered, facts: ["old": old, "new": new],
            "at most \(new) are sent, and were \(old.map { "\($0)" } ?? "without a limit")")
    }
}
