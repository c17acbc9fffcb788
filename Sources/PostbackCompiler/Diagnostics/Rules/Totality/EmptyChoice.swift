import PostbackLanguage

extension DiagnosticRule {
    static let emptyChoice = DiagnosticRule(
        "empty_choice", .totality, title: "A when value without a branch",
        explanation: "A choice between values has at least one condition. What none of them covers is else, or absent.",
        wrong: .query("kind = when { else -> \"1\" }"),
        right: .query("kind = when { revenue.amount is present -> \"paid\", else -> \"free\" }"))
}

extension Finding {
    static var emptyChoice: Finding {
        Finding(
            .emptyChoice, "this 'when' value has no branch", "write at least one 'condition -> value'")
    }
}
