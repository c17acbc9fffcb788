import PostbackLanguage

extension DiagnosticRule {
    static let notLiteral = DiagnosticRule(
        "not_literal", .types, title: "A literal is needed",
        explanation: "Map rows, defaults and examples state values; they cannot compute them.",
        wrong: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> device.ip\n    else -> skip\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))
}

extension Finding {
    static func notLiteral(what: String) -> Finding {
        Finding(
            .notLiteral, facts: ["what": what], "\(what) must be written as a literal value")
    }
}
