import PostbackLanguage

extension DiagnosticRule {
    static let unusedAllowance = DiagnosticRule(
        "unused_allowance", .use, .warning, title: "An allowance that nothing needs",
        explanation: "What it allowed has been mended, or it stands in front of another line.",
        wrong: .query("allow amount_without_currency \"The partner has one.\" until 2099-12-31\nip = device.ip"),
        right: .query("ip = device.ip"))
}

extension Finding {
    static func unusedAllowance(code: String) -> Finding {
        Finding(
            .unusedAllowance, facts: ["code": code], "nothing below has the finding '\(code)'", "delete the line")
    }
}
