import PostbackLanguage

extension DiagnosticRule {
    static let encodingChanged = DiagnosticRule(
        "encoding_changed", .request, .warning, title: "Another encoding",
        explanation: """
            Characters arrive encoded twice, or not at all, unless the partner decodes them in the new way.
            """,
        wrong: .query("name = app.name | base64"),
        right: .query("name = app.name"))
}

extension Finding {
    static func encodingChanged(line: String, old: String, new: String) -> Finding {
        Finding(.encodingChanged, facts: ["line": line, "old": old, "new": new], "\(line) is \(new) instead of \(old)")
    }
}
