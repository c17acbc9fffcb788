import PostbackLanguage

extension DiagnosticRule {
    static let requestPerItem = DiagnosticRule(
        "request_per_item", .request, title: "A request for each item of what has none",
        explanation: """
            How many postbacks an event gives is decided when it comes, so that each is delivered once: the list is one that \
            the event brings, not one that the file makes. A session gives one postback for a device in its period.
            """,
        wrong: .postback(
            """
            for item in [for all in event.items: keep all.id]
            POST api "/item"
            json {
                id = item
            }
            """),
        right: .postback(
            """
            for item in event.items
            POST api "/item"
            json {
                id = item.id
            }
            """))
}

extension Finding {
    static var requestsOfMadeList: Finding {
        Finding(.requestPerItem, "there is a request for each item of a list that the event brings, and of no other")
    }

    static var requestsOfSession: Finding {
        Finding(.requestPerItem, "a session gives one postback, not one for each item")
    }
}
