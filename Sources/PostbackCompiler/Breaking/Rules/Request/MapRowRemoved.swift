import PostbackLanguage

extension DiagnosticRule {
    static let mapRowRemoved = DiagnosticRule(
        "map_row_removed", .request, .warning, title: "A row of a table that is gone",
        explanation: """
            What had a value of its own comes to the else.
            """,
        wrong: .table("purchase -> \"buy\"", "else -> skip"),
        right: .table("purchase -> \"buy\"", "search -> \"find\"", "else -> skip"))
}

extension Finding {
    static func mapRowRemoved(line: String, key: String, value: String) -> Finding {
        Finding(
            .mapRowRemoved, facts: ["line": line, "key": key, "value": value],
            "\(line) is not \(value) for '\(key)' any more")
    }
}
