extension DiagnosticRule {
    static let foreignOperator = DiagnosticRule(
        "foreign_operator", .syntax, title: "An operator of another language",
        explanation: """
            Conditions are joined with and, or and not, compare with == and !=, and ask with in, is present and is
            absent. Nothing is computed with + or compared with <: a partner file says what is sent, it does not
            calculate.
            """,
        wrong: .query("when device.os == \"ios\" && device.idfa is present {\n    ifa = device.idfa\n}"),
        right: .query("when device.os == \"ios\" and device.idfa is present {\n    ifa = device.idfa\n}"))
}

extension Finding {
    static func foreignOperator(operator found: String, instead: String?) -> Finding {
        let message =
            instead.map { "'\(found)' is written '\($0)' in this language" }
            ?? "this language has no operator '\(found)'"
        let note: String? =
            switch found {
            case "+": "values are joined in a text: \"{app.name}-{app.version}\""
            case "<", ">", "<=", ">=": "conditions compare with '==', '!=' and 'in [a, b]'"
            case "?": "a missing value is replaced with '??', a choice is written when { condition -> value }"
            default: nil
            }
        return Finding(
            .foreignOperator, facts: ["operator": found, "instead": instead], message,
            fix: instead.map { .replace($0, .safe) }, note)
    }

    static var foreignNot: Finding {
        Finding(
            .foreignOperator, facts: ["operator": "!", "instead": "not"], "'!' is written 'not' in this language",
            fix: .replace("not ", .safe, title: "write 'not'"))
    }

    static func foreignWord(word: String, instead: String) -> Finding {
        Finding(
            .foreignOperator, facts: ["word": word, "instead": instead],
            "'\(word)' is written '\(instead)' in this language", fix: .replace(instead, .safe))
    }
}
