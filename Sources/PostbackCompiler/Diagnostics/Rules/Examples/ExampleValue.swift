import PostbackLanguage

extension DiagnosticRule {
    static let exampleValue = DiagnosticRule(
        "example_value", .examples, title: "An example that cannot be",
        explanation: "The message says which value is wrong.",
        wrong: file(example("postback install\ngiven { system.clock = 5 }\nskips missing click.id")),
        right: file(
            example("postback install\ngiven { system.now = \"2026-11-23T08:00:00Z\" }\nskips missing click.id")))
}

extension Finding {
    static func exampleValue(why: String) -> Finding {
        Finding(
            .exampleValue, facts: ["why": why], why)
    }
}
