import PostbackLanguage

extension DiagnosticRule {
    static let macroInURL = DiagnosticRule(
        "macro_in_url", .disclosure, title: "A personal macro that stands in a URL now",
        explanation: """
            URLs are kept in logs along the way, bodies and headers hardly ever.
            """,
        wrong: .postback(
            """
            POST api "/install"
            query { id = device.idfa }
            form { os = device.os }
            """),
        right: .postback(
            """
            POST api "/install"
            form { id = device.idfa }
            """))
}

extension Finding {
    static func macroInURL(macro: String, place: String) -> Finding {
        Finding(
            .macroInURL, facts: ["macro": macro, "place": place],
            "\(macro), which left in bodies and headers only, stands in the URL: \(place)")
    }
}
