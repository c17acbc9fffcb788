import PostbackLanguage

extension DiagnosticRule {
    static let memberRemoved = DiagnosticRule(
        "member_removed", .request, .warning, title: "A member of JSON that is gone",
        explanation: """
            What the partner makes of its absence is in its documentation.
            """,
        wrong: .json("os = device.os"),
        right: .json(
            """
            os = device.os
            model = device.model
            """))
}
