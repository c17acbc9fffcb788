import PostbackLanguage

extension DiagnosticRule {
    static let mapRowChanged = DiagnosticRule(
        "map_row_changed", .request, .warning, title: "A row of a table with another value",
        explanation: """
            The partner gets another name for the same thing.
            """,
        wrong: .table("purchase -> \"buy\"", "search -> \"search\"", "else -> skip"),
        right: .table("purchase -> \"buy\"", "search -> \"find\"", "else -> skip"))
}

extension Finding {
    static func mapRowChanged(line: String, key: String, old: String, new: String) -> Finding {
        Finding(
            .mapRowChanged, facts: ["line": line, "key": key, "old": old, "new": new],
            "\(line) is \(new) instead of \(old) for '\(key)'")
    }
}
