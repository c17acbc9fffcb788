import PostbackLanguage

extension DiagnosticRule {
    static let unknownCode = DiagnosticRule(
        "unknown_code", .names, title: "No such finding",
        explanation: "What is allowed is named by the code that the finding has in brackets.",
        wrong: .query("allow amount_no_currency \"The partner has one.\" until 2099-12-31\nvalue = revenue.amount"),
        right: .query("value = revenue.amount\ncurrency = revenue.currency"))
}

extension Finding {
    static func unknownCode(code: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownCode, facts: ["code": code, "suggestion": near], "there is no finding '\(code)'", did: near,
            "'postback explain' lists them")
    }
}
