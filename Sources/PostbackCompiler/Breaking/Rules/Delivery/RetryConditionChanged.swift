import PostbackLanguage

extension DiagnosticRule {
    static let retryConditionChanged = DiagnosticRule(
        "retry_condition_changed", .delivery, .warning, title: "Another condition for what is tried again",
        explanation: """
            What is made of an answer depends on what it says in other words.
            """,
        wrong: .delivery("retry when body.error == \"busy\""),
        right: .delivery("timeout 10s"))
}

extension Finding {
    static func retryConditionChanged(_ gone: [String], _ came: [String]) -> Finding {
        Finding(
            .retryConditionChanged, facts: ["gone": gone, "came": came],
            "a postback is tried again where \(came.isEmpty ? "no answer says so" : came.joined(separator: " or ")), and was where \(gone.isEmpty ? "no answer said so" : gone.joined(separator: " or "))"
        )
    }
}
