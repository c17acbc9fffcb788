import PostbackLanguage

extension DiagnosticRule {
    static let bodyWithGet = DiagnosticRule(
        "body_with_get", .request, title: "A body in a GET request",
        explanation: "Servers and proxies throw the body of a GET request away.",
        wrong: .postback("GET api \"/install\"\njson {\n    ip = device.ip\n}"),
        right: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}"))
}

extension Finding {
    static var bodyWithGet: Finding {
        Finding(
            .bodyWithGet, "a GET request has no body", "use POST, or move the values into query")
    }
}
