import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let badDatePattern = DiagnosticRule(
        "bad_date_pattern", .types, title: "A date pattern that cannot be read",
        explanation: "Date patterns are made of yyyy MM dd HH mm ss S and the marks between them.",
        wrong: .query("day = event.time | date(\"YYYY-MM-DD\")"),
        right: .query("day = event.time | date(\"yyyy-MM-dd\")"))
}

extension Finding {
    static func badDatePattern(pattern: String) -> Finding {
        // What other libraries call the same.
        let meant = String(
            pattern.map { ["Y": "y", "D": "d", "h": "H", "k": "H", "K": "H", "f": "S", "F": "S"][$0] ?? $0 })
        let isPlain = !pattern.contains { "'\"\\".contains($0) }
        let isMeant = isPlain && meant != pattern && DatePattern(meant) != nil
        // Hours up to twelve are others, unless that was not meant.
        let isSure = !pattern.contains { "hkK".contains($0) }
        return Finding(
            .badDatePattern, facts: ["pattern": pattern],
            "'\(pattern)' is not a date pattern of yyyy, MM, dd, HH, mm, ss and S",
            fix: isMeant ? .replace("\"\(meant)\"", isSure ? .safe : .needsLook) : nil)
    }
}
