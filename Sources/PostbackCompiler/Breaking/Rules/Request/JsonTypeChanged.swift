import PostbackLanguage

extension DiagnosticRule {
    static let jsonTypeChanged = DiagnosticRule(
        "json_type_changed", .request, .warning, title: "Another type in JSON",
        explanation: """
            A number is no text for a strict reader, and the other way round.
            """,
        wrong: .json("level = content.level | string"),
        right: .json("level = content.level"))
}

extension Finding {
    static func jsonTypeChanged(line: String, old: String, new: String) -> Finding {
        Finding(.jsonTypeChanged, facts: ["line": line, "old": old, "new": new], "\(line) is \(new) instead of \(old)")
    }
}
