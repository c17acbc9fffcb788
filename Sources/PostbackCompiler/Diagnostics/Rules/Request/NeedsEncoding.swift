import PostbackLanguage

extension DiagnosticRule {
    static let needsEncoding = DiagnosticRule(
        "needs_encoding", .request, title: "A literal that needs encoding",
        explanation: """
            Literal text in a URL is structure and stands as it is; spaces and letters outside ASCII cannot.
            """,
        wrong: .postback("GET api \"/my path\""), right: .postback("GET api \"/my%20path\""))
}

extension Finding {
    static func needsEncoding(text: String) -> Finding {
        Finding(
            .needsEncoding, facts: ["text": text], "'\(text)' has to be percent-encoded in a URL",
            "write it encoded, or as a hole with a text in it")
    }
}
