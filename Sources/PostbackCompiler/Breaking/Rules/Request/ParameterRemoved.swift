import PostbackLanguage

extension DiagnosticRule {
    static let parameterRemoved = DiagnosticRule(
        "parameter_removed", .request, .warning, title: "A parameter that is gone",
        explanation: """
            What the partner makes of its absence is in its documentation.
            """,
        wrong: .query("os = device.os"),
        right: .query(
            """
            os = device.os
            model = device.model
            """))
}
