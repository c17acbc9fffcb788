import PostbackLanguage

extension DiagnosticRule {
    static let postbackRemoved = DiagnosticRule(
        "postback_removed", .configuration, title: "A postback that is gone",
        explanation: """
            Nothing is sent for its events any more, and a configuration that has settings for them is refused. \
            postback upgrade takes the settings out.
            """,
        wrong: .declarations(
            """
            postback install {
                GET api "/track"
            }
            """),
        right: .declarations(
            """
            postback install, session {
                GET api "/track"
            }
            """))
}

extension Finding {
    static func postbackRemoved(event: String, platforms: [String]) -> Finding {
        Finding(
            .postbackRemoved, facts: ["event": event, "platforms": platforms],
            "nothing is sent for '\(event)' any more\(platforms.isEmpty ? "" : " on \(platforms.joined(separator: ", "))")"
        )
    }
}
