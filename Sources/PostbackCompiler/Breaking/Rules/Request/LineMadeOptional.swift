import PostbackLanguage

extension DiagnosticRule {
    static let lineMadeOptional = DiagnosticRule(
        "line_made_optional", .request, .warning, title: "A value without which something is sent now",
        explanation: """
            Events without the value were skipped and are sent now.
            """,
        wrong: .query("id = device.idfa"),
        right: .query("require id = device.idfa"))
}

extension Finding {
    static func lineMadeOptional(line: String) -> Finding {
        Finding(.lineMadeOptional, facts: ["line": line], "without a value for \(line) the rest is sent now")
    }
}
