import PostbackLanguage

extension DiagnosticRule {
    static let stepsOnLiteral = DiagnosticRule(
        "steps_on_literal", .types, .warning, title: "Steps that only the literal of a fallback goes through",
        explanation: """
            A pipeline binds tighter than '??': in a ?? "-" | replace("|", " ") the steps are taken by "-" alone. \
            Parentheses have all alternatives take them.
            """,
        wrong: .query("name = campaign.name ?? \"-\" | replace(\"|\", \" \")"),
        right: .query("name = (campaign.name ?? \"-\") | replace(\"|\", \" \")"))
}

extension Finding {
    static func stepsOnLiteral(united: String?) -> Finding {
        Finding(
            .stepsOnLiteral, "only the literal goes through these steps",
            united.map { "for all alternatives: \($0)" }, "else write what comes out of it")
    }
}
