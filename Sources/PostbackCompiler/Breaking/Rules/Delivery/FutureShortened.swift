import PostbackLanguage

extension DiagnosticRule {
    static let futureShortened = DiagnosticRule(
        "future_shortened", .delivery, .warning, title: "A nearer future of events",
        explanation: """
            Events of devices whose clocks are ahead are not sent any more.
            """,
        wrong: .delivery("future 1h"),
        right: .delivery("future 1d"))
}

extension Finding {
    static func futureShortened(old: Int?, new: Int) -> Finding {
        Finding(
            .futureShortened, facts: ["old": old.map(String.init), "new": new],
            "events more than \(new) s ahead are not sent; the limit was \(old.map { "\($0) s" } ?? "none")")
    }
}
