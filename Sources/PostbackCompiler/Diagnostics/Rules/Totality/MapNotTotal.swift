import PostbackLanguage

extension DiagnosticRule {
    static let mapNotTotal = DiagnosticRule(
        "map_not_total", .totality, title: "A map that leaves values open",
        explanation: """
            Say what every other value gives: skip, absent, or a value. A map from a choice needs no else when it has a \
            row for each of its values.
            """,
        wrong: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))
}

extension Finding {
    static func mapNotTotal(map: String, missing: [String]) -> Finding {
        Finding(
            .mapNotTotal, facts: ["map": map, "missing": missing],
            missing.isEmpty
                ? "the map '\(map)' does not say what other keys give"
                : "the map '\(map)' does not say what \(missing.joined(separator: ", ")) \(missing.count == 1 ? "gives" : "give")",
            "add 'else -> skip', 'else -> absent' or 'else -> \"value\"'")
    }
}
