package import PostbackLanguage

extension DiagnosticRule {
    package static let partnerNewlyDeprecated = DiagnosticRule(
        "partner_newly_deprecated", .configuration, .warning, title: "A partner that should no longer be used",
        explanation: """
            Configurations that have it still work, with a warning that says what to use instead.
            """,
        wrong: .file("partner sample \"Sample\"\n" + header + "\nstatus deprecated \"Closed in 2027.\"\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static func partnerNewlyDeprecated(note: String) -> Finding {
        Finding(.partnerNewlyDeprecated, facts: ["note": note], "the partner is deprecated: \(note)")
    }
}
