import PostbackLanguage

extension DiagnosticRule {
    static let expiredAllowance = DiagnosticRule(
        "expired_allowance", .use, .warning, title: "An allowance whose day has passed",
        explanation: "An allowance is a promise to look at something again. Now is the time.",
        wrong: .query(
            "allow click_id_twice \"The partner is moving to clickid.\" until 2020-12-31\nclick_id = click.id"),
        right: .query("click_id = click.id"))
}

extension Finding {
    static func expiredAllowance(code: String, date: String) -> Finding {
        Finding(
            .expiredAllowance, facts: ["code": code, "date": date], "this allowance of '\(code)' ended on \(date)",
            "mend the finding, or look at it again and set a later day")
    }
}
