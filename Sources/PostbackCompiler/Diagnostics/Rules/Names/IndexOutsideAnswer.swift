import PostbackLanguage

extension DiagnosticRule {
    static let indexOutsideAnswer = DiagnosticRule(
        "index_outside_answer", .names, title: "An element by its number where there is none",
        explanation: """
            Numbers in brackets lead into the lists of an answer: success when body.events[0].status == "ok". The items of \
            an event are reached with 'for' and 'first'.
            """,
        wrong: .query("sku = event.items[0]"),
        right: .query("sku = [for item in event.items: item.id] | first"))
}

extension Finding {
    static func indexOutsideAnswer(index: Int) -> Finding {
        Finding(
            .indexOutsideAnswer, facts: ["index": "\(index)"],
            "an element by its number stands in conditions on answers only",
            "the items of an event are reached with 'for': [for item in event.items: item.id] | first")
    }
}
