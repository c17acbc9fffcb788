import PostbackLanguage

/// Parts of the examples that these rules show.
extension DiagnosticRule {
    static func example(_ lines: String, title: String = "an install") -> String {
        let indented = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        return "example \"\(title)\" {\n\(indented)}"
    }

    static func file(_ examples: String...) -> RuleExample {
        .declarations(
            "postback install {\n    GET api \"/install\"\n    query {\n        require click = click.id\n    }\n}\n\n"
                + examples.joined(separator: "\n\n"))
    }

    static let sent =
        "postback install\ngiven { click.id = \"c1\" }\nsends GET \"https://api.partner.test/install?click=c1\""
}
