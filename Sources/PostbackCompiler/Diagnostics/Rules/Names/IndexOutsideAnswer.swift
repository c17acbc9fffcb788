import PostbackLanguage

extension DiagnosticRule {
    static let indexOutsideAnswer = DiagnosticRule(
        "index_outside_answer", .names, title: "An element by its number where there is none",
        explanation: """
            A number in brackets leads into a list of an answer, success when body.events[0].status == "ok", or to an item \
            of an event, event.items[0].id, the first one being 0. Nothing else has numbered elements.
            """,
        wrong: .query("sku = event.items[0]"), right: .query("sku = event.items[0].id"))
}

extension Finding {
    static func indexOutsideAnswer(index: Int) -> Finding {
        Finding(
            .indexOutsideAnswer, facts: ["index": "\(index)"],
            "there is no such element",
            "a property of an item is named: event.items[0].id; the rest of a list is reached with 'for'")
    }
}
