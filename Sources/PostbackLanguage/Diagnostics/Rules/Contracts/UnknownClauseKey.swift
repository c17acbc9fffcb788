import PostbackSupport

extension DiagnosticRule {
    static let unknownClauseKey = DiagnosticRule(
        "unknown_clause_key", .contracts, title: "A rule for a key that no clause names",
        explanation:
            "Rules and conditions name keys that the block has clauses for; keys of an object inside behind a dot. Behind the blocks the block stands in front: query.value.",
        wrong: .clauses(
            """
            value : number
            currency : currency
            value needs currenzy
            """),
        right: .clauses(
            """
            value : number
            currency : currency
            value needs currency
            """))
}

extension Finding {
    package static func unknownClauseKey(key: String, known: [String]) -> Finding {
        Finding(
            .unknownClauseKey, facts: ["key": key, "known": known], "no clause names '\(key)'",
            did: Suggestion.nearest(to: key, among: known))
    }
}
