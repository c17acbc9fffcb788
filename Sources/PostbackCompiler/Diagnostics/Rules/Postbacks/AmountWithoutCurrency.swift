import PostbackLanguage

extension DiagnosticRule {
    static let amountWithoutCurrency = DiagnosticRule(
        "amount_without_currency", .postbacks, .warning, title: "An amount without its currency",
        explanation: """
            4.99 is not money. Partners that get no currency assume one, and reports are wrong by its rate.
            """,
        wrong: .query("value = revenue.amount"),
        right: .query("value = revenue.amount\ncurrency = revenue.currency"))
}

extension Finding {
    static func amountWithoutCurrency(macro: String) -> Finding {
        Finding(
            .amountWithoutCurrency, facts: ["macro": macro], "'\(macro)' is sent without its currency")
    }
}
