import PostbackLanguage

extension DiagnosticRule {
    static let macroDisclosed = DiagnosticRule(
        "macro_disclosed", .disclosure, title: "A personal macro that did not leave",
        explanation: """
            The partner receives personal data of every account that it did not receive. Accounts have agreed to \
            the old revision.
            """,
        wrong: .query(
            """
            os = device.os
            ip = device.ip
            """),
        right: .query("os = device.os"))
}

extension Finding {
    static func macroDisclosed(macro: String, form: String, place: String) -> Finding {
        Finding(
            .macroDisclosed, facts: ["macro": macro, "form": form, "place": place],
            "\(macro), which did not leave, leaves as \(form): \(place)")
    }
}
