import PostbackLanguage

extension DiagnosticRule {
    static let numberTooLong = DiagnosticRule(
        "number_too_long", .types, title: "A number of too many digits",
        explanation: "Numbers are exact and have at most 38 digits. A longer one is text: write it in quotes.",
        wrong: .query("a = 1234567890123456789012345678901234567890"), right: .query("a = 1234567890"))
}

extension Finding {
    static func numberTooLong(number: String) -> Finding {
        Finding(
            .numberTooLong, facts: ["number": number], "'\(number)' has more than 38 digits")
    }
}
