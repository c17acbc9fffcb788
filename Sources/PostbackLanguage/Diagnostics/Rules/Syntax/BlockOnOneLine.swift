extension DiagnosticRule {
    static let blockOnOneLine = DiagnosticRule(
        "block_on_one_line", .syntax, title: "Text on the line of its three quotes",
        explanation:
            "Three quotes end their line; the text stands on the lines below. A text of one line has one quote.",
        wrong: .query("text = \"\"\"one\"\"\""), right: .query("text = \"one\""))
}

extension Finding {
    static var blockOnOneLine: Finding {
        Finding(
            .blockOnOneLine, "a block of text begins on the line below its three quotes",
            "a text on one line stands between one quote on each side: \"text\"")
    }
}
