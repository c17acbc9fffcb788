extension DiagnosticRule {
    static let unterminatedHole = DiagnosticRule(
        "unterminated_hole", .syntax, title: "A hole that is not closed",
        explanation: """
            A hole in a text ends with a closing brace on the same line. A brace that stands for itself is written with
            a backslash in front.
            """,
        wrong: .query("name = \"app-{app.name\""), right: .query("name = \"app-{app.name}\""))
}

extension Finding {
    /// - Parameter hasEscape: whether a quote behind a backslash stands in it.
    static func unterminatedHole(hasEscape: Bool) -> Finding {
        Finding(
            .unterminatedHole, "this hole is not closed on its line", label: "opened here",
            hasEscape
                ? "in a hole, quotes have no backslash in front: \"{device.os | prefix(\"x\")}\""
                : "write \\{ for a brace that stands for itself")
    }
}
