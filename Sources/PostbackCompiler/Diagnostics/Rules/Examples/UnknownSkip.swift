import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let unknownSkip = DiagnosticRule(
        "unknown_skip", .examples, title: "A reason for a skip that there is not",
        explanation: "Reasons are \(SkipCode.exampleWords.joined(separator: ", ")).",
        wrong: file(example("postback install\nskips absent click.id")),
        right: file(example("postback install\nskips missing click.id")))
}

extension Finding {
    static func unknownSkip(reason: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownSkip, facts: ["reason": reason, "suggestion": near], "'\(reason)' is not a reason for a skip",
            did: near, "reasons are \(SkipCode.exampleWords.joined(separator: ", "))")
    }
}
