import PostbackLanguage

extension DiagnosticRule {
    static let memberAdded = DiagnosticRule(
        "member_added", .request, .warning, title: "A new member of JSON",
        explanation: """
            Partners ignore what they do not know, or refuse it; the partner's documentation says which.
            """,
        wrong: .json(
            """
            os = device.os
            model = device.model
            """),
        right: .json("os = device.os"))
}
