import PostbackLanguage

extension DiagnosticRule {
    static let missingRequest = DiagnosticRule(
        "missing_request", .request, title: "A postback without a request line",
        explanation: "A postback says what is sent where.",
        wrong: .postback("query {\n    ip = device.ip\n}"),
        right: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n}"))
}

extension Finding {
    static var missingRequest: Finding {
        Finding(
            .missingRequest, "the postback has no request line", "for example: GET endpoint \"/path\"")
    }
}
