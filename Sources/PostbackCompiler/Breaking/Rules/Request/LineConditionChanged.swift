import PostbackLanguage

extension DiagnosticRule {
    static let lineConditionChanged = DiagnosticRule(
        "line_condition_changed", .request, .warning, title: "A line under other conditions",
        explanation: """
            Some requests lack it now, and others have it.
            """,
        wrong: .query("when device.os == \"android\" { model = device.model }"),
        right: .query("when device.os == \"ios\" { model = device.model }"))
}

extension Finding {
    static func lineConditionChanged(line: String, gone: [String], came: [String]) -> Finding {
        Finding(
            .lineConditionChanged, facts: ["line": line, "gone": gone, "came": came],
            "\(line) is sent where \(came.joined(separator: " and ")), and was where \(gone.joined(separator: " and "))"
        )
    }
}
