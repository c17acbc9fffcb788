extension DiagnosticRule {
    static let unclosedBracket = DiagnosticRule(
        "unclosed_bracket", .syntax, title: "A bracket that is not closed",
        explanation: "The message points at the bracket that was opened; its partner is missing.",
        wrong: .query("model = device.model | truncate(40"), right: .query("model = device.model | truncate(40)"))
}

extension Finding {
    static func unclosedBracket(mark: String, found: String) -> Finding {
        Finding(
            .unclosedBracket, facts: ["mark": mark, "found": found], "this '\(mark)' is not closed before \(found)",
            label: "opened here")
    }
}
