import PostbackLanguage

extension DiagnosticRule {
    static let headerAdded = DiagnosticRule(
        "header_added", .request, .warning, title: "A new header",
        explanation: """
            Partners ignore what they do not know, or refuse it; the partner's documentation says which.
            """,
        wrong: .postback(
            """
            GET api "/install"
            headers {
                X-OS = device.os
                X-Model = device.model
            }
            """),
        right: .postback(
            """
            GET api "/install"
            headers { X-OS = device.os }
            """))
}
