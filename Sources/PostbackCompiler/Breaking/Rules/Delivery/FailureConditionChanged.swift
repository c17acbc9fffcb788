import PostbackLanguage

extension DiagnosticRule {
    static let failureConditionChanged = DiagnosticRule(
        "failure_condition_changed", .delivery, .warning, title: "Another condition for what is given up",
        explanation: """
            What is made of an answer depends on what it says in other words.
            """,
        wrong: .delivery("fail when body.error == \"busy\""),
        right: .delivery("timeout 10s"))
}

extension Finding {
    static func failureConditionChanged(_ gone: [String], _ came: [String]) -> Finding {
        Finding(
            .failureConditionChanged, facts: ["gone": gone, "came": came],
            "a postback is given up where \(came.isEmpty ? "no answer says so" : came.joined(separator: " or ")), and was where \(gone.isEmpty ? "no answer said so" : gone.joined(separator: " or "))"
        )
    }
}
