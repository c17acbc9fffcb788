import PostbackLanguage

extension DiagnosticRule {
    static let sentWhenWithheld = DiagnosticRule(
        "sent_when_withheld", .disclosure, title: "A postback that is sent where personal data is withheld",
        explanation: """
            For people who have not agreed nothing was sent, and something is now.
            """,
        wrong: .query("id = device.idfa"),
        right: .query("require id = device.idfa"))
}

extension Finding {
    static func sentWhenWithheld() -> Finding {
        Finding(.sentWhenWithheld, "it was skipped where personal data is withheld, and is sent without it now")
    }
}
