import PostbackLanguage

extension DiagnosticRule {
    static let headerRemoved = DiagnosticRule(
        "header_removed", .request, .warning, title: "A header that is gone",
        explanation: """
            What the partner makes of its absence is in its documentation.
            """,
        wrong: .postback(
            """
            GET api "/install"
            headers { X-OS = device.os }
            """),
        right: .postback(
            """
            GET api "/install"
            headers {
                X-OS = device.os
                X-Model = device.model
            }
            """))
}
