import PostbackLanguage

extension DiagnosticRule {
    static let unreachableFallback = DiagnosticRule(
        "unreachable_fallback", .totality, .warning, title: "A fallback that is never used",
        explanation:
            "What stands in front of ?? always has a value: a literal, a required field, or one with a default.",
        wrong: .query("source = \"mmp\" ?? mmp.name"), right: .query("source = mmp.name ?? \"mmp\""))
}

extension Finding {
    static func unreachableFallback(why: String) -> Finding {
        Finding(
            .unreachableFallback, facts: ["why": why], "what stands behind this '??' is never used: \(why)")
    }
}
