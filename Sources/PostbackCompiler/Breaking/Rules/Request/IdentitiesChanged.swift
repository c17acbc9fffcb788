import PostbackLanguage

extension DiagnosticRule {
    static let identitiesChanged = DiagnosticRule(
        "identities_changed", .request, .warning, title: "Other identities are required",
        explanation: """
            Events with only some of the identities are skipped now, or sent now.
            """,
        wrong: .postback(
            """
            require any of device.idfa
            GET api "/install"
            """),
        right: .postback(
            """
            require any of device.idfa, device.idfv
            GET api "/install"
            """))
}

extension Finding {
    static func identitiesChanged(old: String, new: String) -> Finding {
        Finding(
            .identitiesChanged, facts: ["old": old, "new": new], "any of \(new) is required, and was any of \(old)")
    }
}
