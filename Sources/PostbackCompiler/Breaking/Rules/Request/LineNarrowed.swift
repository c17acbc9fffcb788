import PostbackLanguage

extension DiagnosticRule {
    static let lineNarrowed = DiagnosticRule(
        "line_narrowed", .request, .warning, title: "A line under more conditions",
        explanation: """
            Some requests lack it now.
            """,
        wrong: .query("when device.os == \"ios\" { model = device.model }"),
        right: .query("model = device.model"))
}

extension Finding {
    static func lineNarrowed(line: String, came: [String]) -> Finding {
        Finding(
            .lineNarrowed, facts: ["line": line, "came": came],
            "\(line) is sent only where \(came.joined(separator: " and "))")
    }
}
