import PostbackLanguage

extension DiagnosticRule {
    static let twoBodies = DiagnosticRule(
        "two_bodies", .request, title: "Two bodies",
        explanation: "A request has one body: form, json or text.",
        wrong: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}\nform {\n    ip = device.ip\n}"),
        right: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}"))
}

extension Finding {
    static var twoBodies: Finding {
        Finding(
            .twoBodies, "a request has one body: form, json or text")
    }
}
