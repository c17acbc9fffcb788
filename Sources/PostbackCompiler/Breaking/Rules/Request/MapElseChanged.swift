import PostbackLanguage

extension DiagnosticRule {
    static let mapElseChanged = DiagnosticRule(
        "map_else_changed", .request, .warning, title: "Another else of a table",
        explanation: """
            What is in no row of the table is sent otherwise, or no longer.
            """,
        wrong: .table("purchase -> \"buy\"", "search -> \"find\"", "else -> \"other\""),
        right: .table("purchase -> \"buy\"", "search -> \"find\"", "else -> skip"))
}

extension Finding {
    static func mapElseChanged(line: String, old: String, new: String) -> Finding {
        Finding(
            .mapElseChanged, facts: ["line": line, "old": old, "new": new],
            "\(line) is \(new) instead of \(old) for what is in no row")
    }
}
