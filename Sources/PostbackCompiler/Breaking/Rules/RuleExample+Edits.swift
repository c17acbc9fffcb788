import PostbackLanguage

/// Files that several rules show, one line of them being what changes.
extension RuleExample {
    /// A partner that sends a field with every install; with the field's declaration.
    static func field(_ declaration: String) -> RuleExample {
        .declarations(
            """
            \(declaration)

            postback install {
                GET api "/install"
                query { key = field.key }
            }
            """)
    }

    /// A partner with a `delivery` block; with its settings.
    static func delivery(_ settings: String) -> RuleExample {
        let lines = settings.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        return .declarations(
            "postback install {\n    GET api \"/install\"\n}\n\ndelivery {\n\(lines)\n}")
    }

    /// A partner whose event names go through a table; with its rows.
    static func table(_ rows: String...) -> RuleExample {
        let lines = rows.map { "    \($0)" }.joined(separator: "\n")
        return .declarations(
            """
            map names {
            \(lines)
            }

            postback event {
                GET api "/event"
                query { name = event.name | names }
            }
            """)
    }
}
