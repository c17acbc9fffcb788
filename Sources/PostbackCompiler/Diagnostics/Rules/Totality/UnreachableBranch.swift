import PostbackLanguage

extension DiagnosticRule {
    static let unreachableBranch = DiagnosticRule(
        "unreachable_branch", .totality, .warning, title: "A branch that is never reached",
        explanation: "An earlier branch has the same condition, or one that always holds.",
        wrong: .query("os = when { device.os == \"ios\" -> \"i\", device.os == \"ios\" -> \"a\" }"),
        right: .query("os = when { device.os == \"ios\" -> \"i\", device.os == \"android\" -> \"a\" }"))
}

extension Finding {
    static func unreachableBranch(why: String) -> Finding {
        Finding(
            .unreachableBranch, facts: ["why": why], "this branch is never reached: \(why)")
    }
}
