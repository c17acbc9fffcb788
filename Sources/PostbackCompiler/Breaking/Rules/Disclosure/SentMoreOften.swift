import PostbackLanguage

extension DiagnosticRule {
    static let sentMoreOften = DiagnosticRule(
        "sent_more_often", .disclosure, title: "A postback with personal data that is sent for more events",
        explanation: """
            A condition, a required value or a row of a table kept it back, and what it discloses with it.
            """,
        wrong: .postback("GET api \"/install\"\nquery { id = device.idfa }"),
        right: .postback("send when privacy.tracking_enabled\nGET api \"/install\"\nquery { id = device.idfa }"))
}

extension Finding {
    static func sentMoreOften(macros: [String]) -> Finding {
        Finding(
            .sentMoreOften, facts: ["macros": macros],
            "it is sent for events for which it was skipped, with \(macros.joined(separator: ", "))")
    }
}
