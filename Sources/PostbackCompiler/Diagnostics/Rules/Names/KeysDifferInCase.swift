import PostbackLanguage

extension DiagnosticRule {
    static let keysDifferInCase = DiagnosticRule(
        "keys_differ_in_case", .names, .warning, title: "Two keys that differ only in case",
        explanation: """
            One of the two is usually a misspelling that was left in place, and the partner reads only one of them. \
            Where a partner wants both, allow it with the reason.
            """,
        wrong: .query("clickid = click.id\nclickId = device.ip"), right: .query("clickid = click.id\nip = device.ip"))
}

extension Finding {
    static func keysDifferInCase(key: String, other: String) -> Finding {
        Finding(
            .keysDifferInCase, facts: ["key": key, "other": other],
            "the keys '\(key)' and '\(other)' differ only in case")
    }
}
