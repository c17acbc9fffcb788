import PostbackLanguage

extension DiagnosticRule {
    static let personalOverHTTP = DiagnosticRule(
        "personal_over_http", .privacy, .warning, title: "Personal data over plain http",
        explanation: """
            The endpoint is marked insecure, and identifiers go there that anyone on the way can read. Ask the partner \
            for https; until then, allow it with the reason.
            """,
        wrong: .postback(
            "GET old \"/install\"\nquery {\n    ifa = device.idfa\n}",
            with: "endpoint old \"http://old.partner.test\" insecure"),
        right: .postback(
            "GET old \"/install\"\nquery {\n    ifa = device.idfa\n}", with: "endpoint old \"https://old.partner.test\""
        ))
}

extension Finding {
    static func personalOverHTTP(macros: [String]) -> Finding {
        Finding(
            .personalOverHTTP, facts: ["macros": macros],
            "\(macros.joined(separator: ", ")) would cross the network unencrypted")
    }
}
