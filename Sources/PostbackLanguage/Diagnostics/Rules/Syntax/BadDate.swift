extension DiagnosticRule {
    static let badDate = DiagnosticRule(
        "bad_date", .syntax, title: "A date that cannot be read",
        explanation: "A date is written as year, month and day: 2027-03-31.",
        wrong: .postback(
            "GET api \"/install\"\nquery {\n    allow amount_without_currency \"Agreed.\" until March\n    value = revenue.amount\n}"
        ),
        right: .postback(
            "GET api \"/install\"\nquery {\n    value = revenue.amount\n    currency = revenue.currency\n}"))
}

extension Finding {
    static func badDate(date: String) -> Finding {
        Finding(
            .badDate, facts: ["date": date], "'\(date)' is not a date such as 2027-03-31")
    }
}
