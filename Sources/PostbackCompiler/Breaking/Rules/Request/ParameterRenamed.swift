import PostbackLanguage

extension DiagnosticRule {
    static let parameterRenamed = DiagnosticRule(
        "parameter_renamed", .request, .warning, title: "A parameter with another name",
        explanation: """
            The partner finds nothing under the old name, and has to know the new one.
            """,
        wrong: .query("platform = device.os"),
        right: .query("os = device.os"))
}
