extension DiagnosticRule {
    static let badTypeArgument = DiagnosticRule(
        "bad_type_argument", .contracts, title: "A type with something in parentheses that it does not take",
        explanation:
            "Types of a contract are described in its language: text(1...100), integer(0...), time(seconds), uuid(lower).",
        wrong: .clauses("ts : time(minutes)"),
        right: .clauses("ts : time(seconds)"))
}

extension Finding {
    package static func badTypeArgument(type: String, takes: String) -> Finding {
        Finding(.badTypeArgument, facts: ["type": type, "takes": takes], "'\(type)' takes \(takes)")
    }
}
