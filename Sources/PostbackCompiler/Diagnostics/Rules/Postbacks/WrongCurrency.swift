import PostbackLanguage

extension DiagnosticRule {
    static let wrongCurrency = DiagnosticRule(
        "wrong_currency", .postbacks, .warning, title: "An amount with the currency of another one",
        explanation: """
            An amount in one currency that is sent as one in another is wrong by their rate: revenue.usd is in US dollars \
            whatever revenue.currency says, and revenue.amount is in any currency, so that no fixed one fits it.
            """,
        wrong: .query("value = revenue.usd\ncurrency = revenue.currency"),
        right: .query("value = revenue.usd\ncurrency = \"USD\""))
}

extension Finding {
    static func wrongCurrency(amount: String, in currency: String, of other: String) -> Finding {
        Finding(
            .wrongCurrency, facts: ["amount": amount, "currency": currency],
            "'\(amount)' is sent with '\(currency)', the currency of '\(other)'")
    }

    static func fixedCurrency(amount: String, says code: String, currency: String) -> Finding {
        Finding(
            .wrongCurrency, facts: ["amount": amount, "code": code, "currency": currency],
            "'\(amount)' is in any currency, and is sent as \(code)",
            "its currency is '\(currency)'")
    }

    static func fixedUnits(amount: String, of code: String, currency: String) -> Finding {
        Finding(
            .wrongCurrency, facts: ["amount": amount, "code": code, "currency": currency],
            "'\(amount)' is in any currency, and is counted in units of \(code)",
            fix: .replace(currency, .needsLook))
    }
}
