import PostbackLanguage

extension DiagnosticRule {
    static let timeFormatChanged = DiagnosticRule(
        "time_format_changed", .request, .warning, title: "Another form of time",
        explanation: """
            Seconds read as milliseconds are a day in January 1970.
            """,
        wrong: .query("at = event.time | unix_ms"),
        right: .query("at = event.time | unix"))
}

extension Finding {
    static func timeFormatChanged(line: String, old: String, new: String) -> Finding {
        Finding(
            .timeFormatChanged, facts: ["line": line, "old": old, "new": new],
            "\(line) goes through \(new) instead of \(old)")
    }
}
