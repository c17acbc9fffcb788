import PostbackLanguage

extension DiagnosticRule {
    static let emptyMap = DiagnosticRule(
        "empty_map", .totality, .warning, title: "A map without a row",
        explanation: "It gives the same for everything.",
        wrong: .query("kind = event.name | kinds", with: "map kinds {\n    else -> skip\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))
}

extension Finding {
    static func emptyMap(map: String) -> Finding {
        Finding(
            .emptyMap, facts: ["map": map], "the map '\(map)' has no row")
    }
}
