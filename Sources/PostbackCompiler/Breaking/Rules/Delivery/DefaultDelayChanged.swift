import PostbackLanguage

extension DiagnosticRule {
    static let defaultDelayChanged = DiagnosticRule(
        "default_delay_changed", .delivery, .warning, title: "Another delivery delay where none is set",
        explanation: """
            Accounts that set none send later or earlier. postback upgrade writes the old one into their \
            configurations.
            """,
        wrong: .delivery("default delay 1m"),
        right: .delivery("default delay realtime"))
}

extension Finding {
    static func defaultDelayChanged(old: Int, new: Int) -> Finding {
        Finding(
            .defaultDelayChanged, facts: ["old": old, "new": new],
            "where an account sets none, the delivery delay is \(new) s instead of \(old) s")
    }
}
