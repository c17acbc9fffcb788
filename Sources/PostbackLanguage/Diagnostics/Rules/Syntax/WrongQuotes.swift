extension DiagnosticRule {
    static let wrongQuotes = DiagnosticRule(
        "wrong_quotes", .syntax, title: "A text in the wrong quotes",
        explanation: "A text stands between straight double quotes. Word processors and other languages use others.",
        wrong: .query("os = 'ios'"), right: .query("os = \"ios\""))
}

extension Finding {
    static var singleQuotes: Finding {
        Finding(
            .wrongQuotes, "a text stands between double quotes, not single ones")
    }

    static var backQuotes: Finding {
        Finding(
            .wrongQuotes, "a text stands between double quotes, not backquotes")
    }

    static var curlyQuotes: Finding {
        Finding(
            .wrongQuotes, "a text stands between straight quotes, not typographic ones")
    }
}
