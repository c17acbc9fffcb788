import PostbackLanguage

extension DiagnosticRule {
    static let parameterAdded = DiagnosticRule(
        "parameter_added", .request, .warning, title: "A new parameter",
        explanation: """
            Partners ignore what they do not know, or refuse it; the partner's documentation says which.
            """,
        wrong: .query(
            """
            os = device.os
            model = device.model
            """),
        right: .query("os = device.os"))
}
