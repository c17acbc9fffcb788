import PostbackLanguage

extension DiagnosticRule {
    static let clickIDTwice = DiagnosticRule(
        "click_id_twice", .postbacks, .warning, title: "The click id in two parameters",
        explanation: """
            Partners join postbacks to clicks by one parameter. A second one is usually left from an older version of \
            the template, and hides that the first is misspelt.
            """,
        wrong: .query("click_id = click.id\nclickid = click.id"), right: .query("click_id = click.id"))
}

extension Finding {
    static func clickIDTwice(macro: String, key: String) -> Finding {
        Finding(
            .clickIDTwice, facts: ["macro": macro, "key": key], "'\(macro)' is sent twice, here as '\(key)'",
            "a partner reads one of the two; ask which")
    }
}
