import PostbackLanguage

extension DiagnosticRule {
    static let memberRenamed = DiagnosticRule(
        "member_renamed", .request, .warning, title: "A member of JSON with another name",
        explanation: """
            The partner finds nothing under the old name, and has to know the new one.
            """,
        wrong: .json("platform = device.os"),
        right: .json("os = device.os"))
}
