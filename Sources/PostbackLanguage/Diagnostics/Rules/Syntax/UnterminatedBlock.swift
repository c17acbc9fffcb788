extension DiagnosticRule {
    static let unterminatedBlock = DiagnosticRule(
        "unterminated_block", .syntax, title: "A block of text that is not closed",
        explanation: "A text over several lines starts and ends with three quotes.",
        wrong: .declarations("let text = \"\"\"\n    one\n    two"),
        right: .query("text = text", with: "let text = \"\"\"\n    one\n    two\n    \"\"\""))
}

extension Finding {
    static var unterminatedBlock: Finding {
        Finding(
            .unterminatedBlock, "this block of text is not closed", label: "opened here",
            "it ends with three quotes")
    }
}
