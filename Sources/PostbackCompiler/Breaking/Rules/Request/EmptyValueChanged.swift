import PostbackLanguage

extension DiagnosticRule {
    static let emptyValueChanged = DiagnosticRule(
        "empty_value_changed", .request, .warning, title: "An absent value that is written otherwise",
        explanation: """
            A key without a value, and no key, mean different things to some partners.
            """,
        wrong: .query("keep id = device.idfa"),
        right: .query("id = device.idfa"))
}

extension Finding {
    static func emptyValueChanged(line: String, old: String, new: String) -> Finding {
        Finding(
            .emptyValueChanged, facts: ["line": line, "old": old, "new": new],
            "where \(line) has no value it is \(new) instead of \(old)")
    }
}
