import PostbackLanguage

extension DiagnosticRule {
    static let bodyLimitLowered = DiagnosticRule(
        "body_limit_lowered", .delivery, .warning, title: "Smaller bodies",
        explanation: """
            Requests that were sent are too large now.
            """,
        wrong: .delivery("body at most 1000"),
        right: .delivery("body at most 10000"))
}

extension Finding {
    static func bodyLimitLowered(old: Int?, new: Int) -> Finding {
        Finding(
            .bodyLimitLowered, facts: ["old": old.map(String.init), "new": new],
            "bodies of more than \(new) bytes are not sent; the limit was \(old.map { "\($0) bytes" } ?? "none")")
    }
}
