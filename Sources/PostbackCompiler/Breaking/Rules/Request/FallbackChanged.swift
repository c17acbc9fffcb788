import PostbackLanguage

extension DiagnosticRule {
    static let fallbackChanged = DiagnosticRule(
        "fallback_changed", .request, .warning, title: "Another choice of values",
        explanation: """
            Another value is sent where the first is absent, or another one comes first.
            """,
        wrong: .query("id = device.idfv ?? device.idfa"),
        right: .query("id = device.idfa ?? device.idfv"))
}

extension Finding {
    static func fallbackChanged(line: String, old: String, new: String) -> Finding {
        Finding(
            .fallbackChanged, facts: ["line": line, "old": old, "new": new], "\(line) has \(new) instead of \(old)")
    }
}
