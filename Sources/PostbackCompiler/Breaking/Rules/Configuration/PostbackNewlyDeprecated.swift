package import PostbackLanguage

extension DiagnosticRule {
    package static let postbackNewlyDeprecated = DiagnosticRule(
        "postback_newly_deprecated", .configuration, .warning, title: "A postback that should no longer be used",
        explanation: """
            Configurations that have it still work, with a warning that says what to use instead.
            """,
        wrong: .declarations(
            """
            postback install deprecated "The partner reads installs from its own kit." {
                GET api "/install"
            }
            """),
        right: .postback("GET api \"/install\""))
}

extension Finding {
    static func postbackNewlyDeprecated(note: String) -> Finding {
        Finding(.postbackNewlyDeprecated, facts: ["note": note], "the postback is deprecated: \(note)")
    }
}
