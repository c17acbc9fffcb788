import PostbackLanguage

extension DiagnosticRule {
    static let duplicateExample = DiagnosticRule(
        "duplicate_example", .examples, .warning, title: "Two examples of one name",
        explanation: "A failing example is found by its title.",
        wrong: file(example(sent), example("postback install\nskips missing click.id")),
        right: file(example(sent), example("postback install\nskips missing click.id", title: "without a click")))
}

extension Finding {
    static func duplicateExample(title: String) -> Finding {
        Finding(
            .duplicateExample, facts: ["title": title], "another example is called '\(title)'")
    }
}
