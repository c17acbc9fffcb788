import PostbackLanguage

extension DiagnosticRule {
    static let mapNeverMatches = DiagnosticRule(
        "map_never_matches", .totality, .warning, title: "A row of a map that never matches",
        explanation: """
            The value is written in another case before it gets to the map, or it is a choice without this value, or \
            the key is written as a pattern, which it is not: keys are whole values. So the row is never used, and its \
            event goes the way of else.
            """,
        wrong: .query(
            "kind = event.name | lowercase | kinds",
            with: "map kinds {\n    \"Boss Defeated\" -> \"1\"\n    else -> skip\n}"),
        right: .query(
            "kind = event.name | lowercase | kinds",
            with: "map kinds {\n    \"boss defeated\" -> \"1\"\n    else -> skip\n}"))
}

extension Finding {
    static func mapNeverMatches(key: String, why: String) -> Finding {
        Finding(
            .mapNeverMatches, facts: ["key": key, "why": why], "the key '\(key)' never matches: \(why)")
    }
}
