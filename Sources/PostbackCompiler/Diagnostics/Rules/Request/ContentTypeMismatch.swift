import PostbackLanguage

extension DiagnosticRule {
    static let contentTypeMismatch = DiagnosticRule(
        "content_type_mismatch", .request, .warning, title: "A Content-Type that does not fit the body",
        explanation: "The header is written for every body. Set it only where the partner wants a special form of it.",
        wrong: .postback(
            "POST api \"/install\"\nheaders {\n    Content-Type = \"application/x-www-form-urlencoded\"\n}\njson {\n    ip = device.ip\n}"
        ),
        right: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}"))
}

extension Finding {
    static func contentTypeMismatch(header: String, body: String) -> Finding {
        Finding(
            .contentTypeMismatch, facts: ["header": header, "body": body],
            "the header says '\(header)', but the body is \(body)")
    }
}
