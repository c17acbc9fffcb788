import PostbackLanguage

extension DiagnosticRule {
    static let unknownEvent = DiagnosticRule(
        "unknown_event", .names, title: "No such kind or standard event",
        explanation: """
            A postback is for a kind of event, for standard events of the schema, or for custom events, whose \
            names stand in quotes.
            """,
        wrong: .declarations("postback purchse {\n    GET api \"/purchase\"\n}"),
        right: .declarations("postback purchase {\n    GET api \"/purchase\"\n}"))
}

extension Finding {
    static func unknownEvent(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownEvent, facts: ["name": name, "suggestion": near],
            "'\(name)' is neither a kind of event nor a standard event", did: near,
            "write a custom event's name in quotes")
    }

    /// An example is for an event of which the file has no postback.
    static func eventWithoutPostback(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownEvent, facts: ["name": name, "suggestion": near], "no postback of this file is for '\(name)'",
            did: near)
    }
}
