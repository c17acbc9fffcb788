package import PostbackLanguage

extension DiagnosticRule {
    static let requestChanged = DiagnosticRule(
        "request_changed", .request, .warning, title: "Another request",
        explanation: """
            What is sent differs in a way that no other rule names.
            """,
        wrong: .words("The same value as before."),
        right: .words("A value that becomes another one in a way that no other rule names."))
}

extension Finding {
    package static func requestChanged() -> Finding {
        Finding(.requestChanged, "the request is another one")
    }
}
