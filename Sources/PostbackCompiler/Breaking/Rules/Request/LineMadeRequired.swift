import PostbackLanguage

extension DiagnosticRule {
    static let lineMadeRequired = DiagnosticRule(
        "line_made_required", .request, .warning, title: "A value without which nothing is sent",
        explanation: """
            Events without the value were sent and are skipped now.
            """,
        wrong: .query("require id = device.idfa"),
        right: .query("id = device.idfa"))
}

extension Finding {
    static func lineMadeRequired(line: String) -> Finding {
        Finding(.lineMadeRequired, facts: ["line": line], "without a value for \(line) nothing is sent any more")
    }
}
