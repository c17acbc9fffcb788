import PostbackLanguage

extension DiagnosticRule {
    static let requestsPerItemChanged = DiagnosticRule(
        "requests_per_item_changed", .request, .warning, title: "Another number of requests",
        explanation: """
            A request for each product became one for the event, or the other way round.
            """,
        wrong: .declarations(
            """
            postback purchase {
                for item in event.items
                GET api "/event"
                query { order = order.id, id = item.id }
            }
            """),
        right: .declarations(
            """
            postback purchase {
                GET api "/event"
                query { order = order.id }
            }
            """))
}

extension Finding {
    static func requestsPerItemChanged(old: String?, new: String?) -> Finding {
        Finding(
            .requestsPerItemChanged, facts: ["old": old, "new": new],
            "there is one request for \(new.map { "each of \($0)" } ?? "the event") instead of \(old.map { "each of \($0)" } ?? "the event")"
        )
    }
}
