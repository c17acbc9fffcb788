import PostbackLanguage

extension DiagnosticRule {
    static let controlInHeader = DiagnosticRule(
        "control_in_header", .request, title: "A character that no header can hold",
        explanation: """
            A line break in a header's value would end the header and begin another one, so a request with one is never \
            sent. Header values have no control characters.
            """,
        wrong: .postback("GET api \"/install\"\nheaders {\n    X-Note = \"a\\nb\"\n}"),
        right: .postback("GET api \"/install\"\nheaders {\n    X-Note = \"a b\"\n}"))
}

extension Finding {
    static func controlInHeader(header: String) -> Finding {
        Finding(
            .controlInHeader, facts: ["header": header],
            "the value of '\(header)' holds a control character, with which no request is sent")
    }
}
