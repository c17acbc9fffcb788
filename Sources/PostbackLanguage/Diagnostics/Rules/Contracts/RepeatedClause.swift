extension DiagnosticRule {
    static let repeatedClause = DiagnosticRule(
        "repeated_clause", .contracts, title: "Something that is said twice",
        explanation:
            "A contract says of each key, block and name of evidence once what it is. Alternatives are joined by 'or': number or flag.",
        wrong: .clauses(
            """
            click : text required
            click : digits(10)
            """),
        right: .clauses("click : text or digits(10) required"))
}

extension Finding {
    package static func repeatedClause(what: String) -> Finding {
        Finding(.repeatedClause, facts: ["what": what], "there is \(what) already")
    }
}
