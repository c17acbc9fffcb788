extension DiagnosticRule {
    static let misplacedElse = DiagnosticRule(
        "misplaced_else", .syntax, title: "An else where none can stand",
        explanation: "else is the last line of a map or a when value, or follows the block of a when.",
        wrong: .declarations("map kinds {\n    else -> skip\n    purchase -> \"1\"\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))
}

extension Finding {
    static var elseWithoutWhen: Finding {
        Finding(
            .misplacedElse, "this 'else' follows no 'when'")
    }

    static var elseNotLast: Finding {
        Finding(
            .misplacedElse, "'else' is the last line of its block, and there is one")
    }
}
