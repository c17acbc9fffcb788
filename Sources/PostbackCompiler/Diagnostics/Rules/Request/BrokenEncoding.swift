import PostbackLanguage

extension DiagnosticRule {
    static let brokenEncoding = DiagnosticRule(
        "broken_encoding", .request, title: "A percent sign that encodes nothing",
        explanation: "In a URL a percent sign is followed by two hexadecimal digits.",
        wrong: .postback("GET api \"/50%off\""), right: .postback("GET api \"/50%25off\""))
}

extension Finding {
    static func brokenEncoding(text: String) -> Finding {
        Finding(
            .brokenEncoding, facts: ["text": text], "'\(text)' is not percent-encoding",
            "a percent sign itself is written %25")
    }
}
