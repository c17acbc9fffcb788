import PostbackLanguage

extension DiagnosticRule {
    static let oldestShortened = DiagnosticRule(
        "oldest_shortened", .delivery, .warning, title: "A lower age of events",
        explanation: """
            Events that were sent are too old now.
            """,
        wrong: .delivery("oldest 1d"),
        right: .delivery("oldest 7d"))
}

extension Finding {
    static func oldestShortened(old: Int?, new: Int) -> Finding {
        Finding(
            .oldestShortened, facts: ["old": old.map(String.init), "new": new],
            "events older than \(new) s are not sent; the limit was \(old.map { "\($0) s" } ?? "none")")
    }
}
