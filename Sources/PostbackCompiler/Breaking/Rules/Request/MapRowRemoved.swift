import PostbackLanguage

extension DiagnosticRule {
    static let mapRowRemoved = DiagnosticRule(
        "map_row_removed", .request, .warning, title: "A row of a table that is gone",
        explanation: """
            What had a value of its own comes to the else.
            """,
        wrong: .declarations(
            """
            map names {
                purchase -> "buy"
                else -> skip
            }

            postback event {
                GET api "/event"
                query { name = event.name | names }
            }
            """),
        right: .declarations(
            """
            map names {
                purchase -> "buy"
                search -> "find"
                else -> skip
            }

            postback event {
                GET api "/event"
                query { name = event.name | names }
            }
            """))
}

extension Finding {
    static func mapRowRemoved(line: String, key: String, value: String) -> Finding {
        Finding(
            .mapRowRemoved, facts: ["line": line, "key": key, "value": value],
            "\(line) is not \(value) for '\(key)' any more")
    }
}
