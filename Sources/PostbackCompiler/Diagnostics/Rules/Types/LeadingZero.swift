import PostbackLanguage

extension DiagnosticRule {
    static let leadingZero = DiagnosticRule(
        "leading_zero", .types, .warning, title: "A number that loses its leading zeros",
        explanation: "A number has no leading zeros: 007 is sent as 7. What has to keep them is a text.",
        wrong: .query("campaign = 007"), right: .query("campaign = \"007\""))
}

extension Finding {
    static func leadingZero(number: String, sent: String) -> Finding {
        Finding(
            .leadingZero, facts: ["number": number, "sent": sent], "\(number) is a number and is sent as \(sent)",
            fix: .replace("\"\(number)\"", .needsLook))
    }
}
