import PostbackLanguage

extension DiagnosticRule {
    static let literalChanged = DiagnosticRule(
        "literal_changed", .request, .warning, title: "Another constant",
        explanation: """
            A value that the file states is another one.
            """,
        wrong: .query("source = \"certified\""),
        right: .query("source = \"mmp\""))
}

extension Finding {
    static func literalChanged(line: String, old: String, new: String) -> Finding {
        Finding(.literalChanged, facts: ["line": line, "old": old, "new": new], "\(line) has \(new) instead of \(old)")
    }
}
