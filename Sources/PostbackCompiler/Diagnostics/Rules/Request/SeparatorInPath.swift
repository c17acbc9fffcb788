import PostbackLanguage

extension DiagnosticRule {
    static let separatorInPath = DiagnosticRule(
        "separator_in_path", .request, title: "A separator typed into a path",
        explanation: """
            Question marks, ampersands and fragments are written by blocks, so that none is ever missing or \
            doubled.
            """,
        wrong: .postback("GET api \"/install?source=mmp\""),
        right: .postback("GET api \"/install\"\nquery {\n    source = \"mmp\"\n}"))
}

extension Finding {
    static func separatorInPath(separator: String) -> Finding {
        Finding(
            .separatorInPath, facts: ["separator": separator], "'\(separator)' cannot stand in a path",
            "parameters go into a query or matrix block, which write the separators themselves")
    }
}
