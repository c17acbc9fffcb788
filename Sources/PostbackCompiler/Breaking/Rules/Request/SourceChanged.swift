import PostbackLanguage

extension DiagnosticRule {
    static let sourceChanged = DiagnosticRule(
        "source_changed", .request, .warning, title: "A value that comes from elsewhere",
        explanation: """
            The partner gets another macro or field under the same name.
            """,
        wrong: .query("id = device.idfv"),
        right: .query("id = device.idfa"))
}

extension Finding {
    static func sourceChanged(line: String, old: String, new: String) -> Finding {
        Finding(.sourceChanged, facts: ["line": line, "old": old, "new": new], "\(line) has \(new) instead of \(old)")
    }
}
