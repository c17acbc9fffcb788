import PostbackLanguage

extension DiagnosticRule {
    static let badHeaderName = DiagnosticRule(
        "bad_header_name", .request, title: "A header that a postback may not set",
        explanation: "Host, Content-Length and the headers of the connection belong to the transport.",
        wrong: .postback("GET api \"/install\"\nheaders {\n    Host = \"partner.test\"\n}"),
        right: .postback("GET api \"/install\"\nheaders {\n    X-Source = \"mmp\"\n}"))
}

extension Finding {
    static func badHeaderName(header: String) -> Finding {
        Finding(
            .badHeaderName, facts: ["header": header], "'\(header)' is not a header that a postback may set")
    }
}
