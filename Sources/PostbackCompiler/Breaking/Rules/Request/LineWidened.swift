import PostbackLanguage

extension DiagnosticRule {
    static let lineWidened = DiagnosticRule(
        "line_widened", .request, .warning, title: "A line under fewer conditions",
        explanation: """
            Some requests have it that had not.
            """,
        wrong: .query("model = device.model"),
        right: .query("when device.os == \"ios\" { model = device.model }"))
}

extension Finding {
    static func lineWidened(line: String, also: String) -> Finding {
        Finding(
            .lineWidened, facts: ["line": line, "also": also],
            "\(line) is sent also where \(also)")
    }
}
