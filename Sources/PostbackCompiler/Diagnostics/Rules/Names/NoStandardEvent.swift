import PostbackLanguage

extension DiagnosticRule {
    static let noStandardEvent = DiagnosticRule(
        "no_standard_event", .names, .warning, title: "A row for a standard event that there is not",
        explanation: """
            A map of event names has rows for standard events, as words, and for custom events, in quotes. A word that is \
            no standard event is a row that never matches, unless an app happens to use the name.
            """,
        wrong: .declarations(
            "map names {\n    purchse -> \"buy\"\n    else -> absent\n}\n\npostback event {\n    GET api \"/event\"\n    query { name = event.name | names }\n}"
        ),
        right: .declarations(
            "map names {\n    purchase -> \"buy\"\n    else -> absent\n}\n\npostback event {\n    GET api \"/event\"\n    query { name = event.name | names }\n}"
        ))
}

extension Finding {
    static func noStandardEvent(name: String, suggestion near: String?) -> Finding {
        Finding(
            .noStandardEvent, facts: ["name": name, "suggestion": near], "there is no standard event '\(name)'",
            did: near,
            "write a custom event's name in quotes")
    }
}
