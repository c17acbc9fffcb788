extension DiagnosticRule {
    static let unterminatedText = DiagnosticRule(
        "unterminated_text", .syntax, title: "A text that is not closed",
        explanation: "A quoted text ends on its own line. A longer one stands between three quotes.",
        wrong: .query("source = \"mmp"), right: .query("source = \"mmp\""))
}

extension Finding {
    static var unterminatedText: Finding {
        Finding(
            .unterminatedText, "this text is not closed", label: "opened here")
    }
}
