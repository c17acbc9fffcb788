extension DiagnosticRule {
    static let emptyHole = DiagnosticRule(
        "empty_hole", .syntax, title: "A hole without a value",
        explanation: "A hole holds the value that is put into the text. Braces that stand for themselves are escaped.",
        wrong: .query("name = \"app-{}\""), right: .query("name = \"app-{app.name}\""))
}

extension Finding {
    static var emptyHole: Finding {
        Finding(
            .emptyHole, "this hole holds no value", "name a macro in it, or write \\{\\} for the two braces")
    }
}
