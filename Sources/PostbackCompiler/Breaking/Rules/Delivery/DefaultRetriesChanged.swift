import PostbackLanguage

extension DiagnosticRule {
    static let defaultRetriesChanged = DiagnosticRule(
        "default_retries_changed", .delivery, .warning, title: "Another number of retries where none is set",
        explanation: """
            Accounts that set none try more or less often. postback upgrade writes the old number into their \
            configurations.
            """,
        wrong: .delivery("default retries 5"),
        right: .delivery("default retries 3"))
}

extension Finding {
    static func defaultRetriesChanged(old: Int, new: Int) -> Finding {
        Finding(
            .defaultRetriesChanged, facts: ["old": old, "new": new],
            "where an account sets none, there are \(new) retries instead of \(old)")
    }
}
