import PostbackLanguage

extension DiagnosticRule {
    static let successConditionChanged = DiagnosticRule(
        "success_condition_changed", .delivery, .warning, title: "Another condition of success",
        explanation: """
            Answers that counted as success are failures now, or the other way round.
            """,
        wrong: .delivery(
            """
            success 200
            success when body.success == true
            """),
        right: .delivery("success 200"))
}

extension Finding {
    static func successConditionChanged(_ gone: [String], _ came: [String]) -> Finding {
        Finding(
            .successConditionChanged, facts: ["gone": gone, "came": came],
            "an answer is a success where \(came.isEmpty ? "its code says so" : came.joined(separator: " and ")), and was where \(gone.isEmpty ? "its code said so" : gone.joined(separator: " and "))"
        )
    }
}
