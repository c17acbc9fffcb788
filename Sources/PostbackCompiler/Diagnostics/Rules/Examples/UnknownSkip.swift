import PostbackLanguage

extension DiagnosticRule {
    static let unknownSkip = DiagnosticRule(
        "unknown_skip", .examples, title: "A reason for a skip that there is not",
        explanation: "Reasons are missing, condition, unmapped_event, privacy, unsafe_value and not_attributed.",
        wrong: file(example("postback install\nskips absent click.id")),
        right: file(example("postback install\nskips missing click.id")))
}

extension Finding {
    static func unknownSkip(reason: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownSkip, facts: ["reason": reason, "suggestion": near], "'\(reason)' is not a reason for a skip",
            did: near)
    }
}
