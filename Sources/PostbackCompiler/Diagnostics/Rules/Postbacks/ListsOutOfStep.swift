import PostbackLanguage

extension DiagnosticRule {
    static let listsOutOfStep = DiagnosticRule(
        "lists_out_of_step", .postbacks, .warning, title: "Lists side by side that lose different places",
        explanation: """
            Two lists are made of the same items, and an item without the property is left out of one of them only: \
            from there on quantities stand beside the wrong products. 'keep' holds the place, with an empty text or \
            with 'keep null', and '??' puts a value there.
            """,
        wrong: .query(
            """
            ids = [for item in event.items: item.id] | join("|")
            counts = [for item in event.items: item.quantity] | join("|")
            """),
        right: .query(
            """
            ids = [for item in event.items: keep item.id] | join("|")
            counts = [for item in event.items: item.quantity ?? "1"] | join("|")
            """))
}

extension Finding {
    static func listsOutOfStep(list: String, macros: [String]) -> Finding {
        let names = macros.map { "'\($0)'" }.joined(separator: " and ")
        return Finding(
            .listsOutOfStep, facts: ["list": list, "macros": macros.joined(separator: ",")],
            "an item without \(names) is left out here, and not of the list beside it",
            "'keep' in front of the value holds its place")
    }
}
