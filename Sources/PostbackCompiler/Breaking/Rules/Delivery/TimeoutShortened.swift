import PostbackLanguage

extension DiagnosticRule {
    static let timeoutShortened = DiagnosticRule(
        "timeout_shortened", .delivery, .warning, title: "A shorter time for an answer",
        explanation: """
            Slow answers count as failed, and the postback is sent again.
            """,
        wrong: .delivery("timeout 3s"),
        right: .delivery("timeout 10s"))
}

extension Finding {
    static func timeoutShortened(old: Int, new: Int) -> Finding {
        Finding(
            .timeoutShortened, facts: ["old": old, "new": new], "an answer may take \(new) s, and could take \(old) s")
    }
}
