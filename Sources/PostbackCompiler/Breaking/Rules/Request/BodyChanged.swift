import PostbackLanguage

extension DiagnosticRule {
    static let bodyChanged = DiagnosticRule(
        "body_changed", .request, .warning, title: "A body of another kind",
        explanation: """
            The partner has to read the new kind.
            """,
        wrong: .postback(
            """
            POST api "/install"
            json { id = device.idfa }
            """),
        right: .postback(
            """
            POST api "/install"
            form { id = device.idfa }
            """))
}

extension Finding {
    static func bodyChanged(old: String, new: String) -> Finding {
        Finding(.bodyChanged, facts: ["old": old, "new": new], "the body is \(new) instead of \(old)")
    }
}
