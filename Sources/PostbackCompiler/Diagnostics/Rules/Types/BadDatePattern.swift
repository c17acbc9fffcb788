import PostbackLanguage

extension DiagnosticRule {
    static let badDatePattern = DiagnosticRule(
        "bad_date_pattern", .types, title: "A date pattern that cannot be read",
        explanation: "Date patterns are made of yyyy MM dd HH mm ss S and the marks between them.",
        wrong: .query("day = event.time | date(\"YYYY-MM-DD\")"),
        right: .query("day = event.time | date(\"yyyy-MM-dd\")"))
}

extension Finding {
    static func badDatePattern(pattern: String) -> Finding {
        Finding(
            .badDatePattern, facts: ["pattern": pattern],
            "'\(pattern)' is not a date pattern of yyyy, MM, dd, HH, mm, ss and S")
    }
}
