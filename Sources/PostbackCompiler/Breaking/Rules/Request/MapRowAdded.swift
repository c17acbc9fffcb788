import PostbackLanguage

extension DiagnosticRule {
    static let mapRowAdded = DiagnosticRule(
        "map_row_added", .request, .warning, title: "A new row of a table",
        explanation: """
            What came to the else has a value of its own.
            """,
        wrong: .table("purchase -> \"buy\"", "search -> \"find\"", "rate -> \"rate\"", "else -> skip"),
        right: .table("purchase -> \"buy\"", "search -> \"find\"", "else -> skip"))
}

extension Finding {
    static func mapRowAdded(line: String, key: String, value: String) -> Finding {
        Finding(
            .mapRowAdded, facts: ["line": line, "key": key, "value": value], "\(line) is \(value) for '\(key)' now")
    }
}
