import PostbackLanguage

extension DiagnosticRule {
    /// Not found by the compiler: `allow equal_change` is read by who runs the changes.
    static let equalChange = DiagnosticRule(
        "equal_change", .examples, .warning, title: "A change that no example can notice",
        explanation:
            "'postback test --mutate' changes a partner file in one place after the other and demands an example that fails. Where a change makes no difference, because both forms mean the same, write 'allow equal_change' with the reason in front of the line.",
        wrong: .words("a line whose changes no example notices, since they change nothing"),
        right: .words("allow equal_change \"Both are hashed alike.\" until 2028-11-30"))
}
