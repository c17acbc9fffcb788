import PostbackLanguage

extension DiagnosticRule {
    static let missingDescription = DiagnosticRule(
        "missing_description", .settings, title: "A macro without a description",
        explanation: "Engineers choose macros by their descriptions: one line of /// above each.",
        wrong: .schema("macro user.id : text"),
        right: .schema("/// The id that the app gave the user.\nmacro user.id : text"))
}

extension Finding {
    static func missingDescription(name: String) -> Finding {
        Finding(
            .missingDescription, facts: ["name": name], "'\(name)' has no description",
            fix: .insertBefore("/// DESCRIPTION\n", .hasPlaceholders, title: "describe it with '///' above it"))
    }
}
