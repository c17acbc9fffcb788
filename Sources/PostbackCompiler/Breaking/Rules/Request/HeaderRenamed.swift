import PostbackLanguage

extension DiagnosticRule {
    static let headerRenamed = DiagnosticRule(
        "header_renamed", .request, .warning, title: "A header with another name",
        explanation: """
            The partner finds nothing under the old name, and has to know the new one.
            """,
        wrong: .postback(
            """
            GET api "/install"
            headers { X-Platform = device.os }
            """),
        right: .postback(
            """
            GET api "/install"
            headers { X-OS = device.os }
            """))
}
