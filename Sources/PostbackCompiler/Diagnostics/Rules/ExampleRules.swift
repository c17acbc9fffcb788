import PostbackLanguage

extension DiagnosticRule {
    static let examples: [DiagnosticRule] = [.exampleIncomplete, .exampleValue, .unknownSkip, .duplicateExample]

    private static func example(_ lines: String, title: String = "an install") -> String {
        let indented = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        return "example \"\(title)\" {\n\(indented)}"
    }

    private static func file(_ examples: String...) -> RuleExample {
        .declarations(
            "postback install {\n    GET api \"/install\"\n    query {\n        require click = click.id\n    }\n}\n\n"
                + examples.joined(separator: "\n\n"))
    }

    private static let sent =
        "postback install\ngiven { click.id = \"c1\" }\nsends GET \"https://api.partner.test/install?click=c1\""

    static let exampleIncomplete = DiagnosticRule(
        "example_incomplete", .examples, title: "An example that states nothing",
        explanation: "An example names its postback, and says what is sent or why nothing is.",
        wrong: file(example("postback install\ngiven { sample ios }")), right: file(example(sent)))

    static let exampleValue = DiagnosticRule(
        "example_value", .examples, title: "An example that cannot be",
        explanation: "The message says which value is wrong.",
        wrong: file(example("postback install\ngiven { system.clock = 5 }\nskips missing click.id")),
        right: file(
            example("postback install\ngiven { system.now = \"2026-11-23T08:00:00Z\" }\nskips missing click.id")))

    static let unknownSkip = DiagnosticRule(
        "unknown_skip", .examples, title: "A reason for a skip that there is not",
        explanation: "Reasons are missing, condition, unmapped_event, privacy, unsafe_value and not_attributed.",
        wrong: file(example("postback install\nskips absent click.id")),
        right: file(example("postback install\nskips missing click.id")))

    static let duplicateExample = DiagnosticRule(
        "duplicate_example", .examples, .warning, title: "Two examples of one name",
        explanation: "A failing example is found by its title.",
        wrong: file(example(sent), example("postback install\nskips missing click.id")),
        right: file(example(sent), example("postback install\nskips missing click.id", title: "without a click")))
}
