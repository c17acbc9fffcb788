import PostbackLanguage

extension DiagnosticRule {
    static let monthOrMinute = DiagnosticRule(
        "month_or_minute", .types, .warning, title: "Minutes where a month belongs, or the other way round",
        explanation: "In a date pattern MM is the month and mm the minute.",
        wrong: .query("day = event.time | date(\"yyyy-mm-dd\")"),
        right: .query("day = event.time | date(\"yyyy-MM-dd\")"))
}

extension Finding {
    static func monthOrMinute(pattern: String, instead: String) -> Finding {
        Finding(
            .monthOrMinute, facts: ["pattern": pattern, "instead": instead],
            "in '\(pattern)' month and minute seem to be exchanged",
            fix: .replace("\"\(instead)\"", .needsLook), "MM is the month, mm the minute")
    }
}
