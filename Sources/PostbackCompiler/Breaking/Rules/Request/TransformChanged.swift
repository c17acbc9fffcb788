import PostbackLanguage

extension DiagnosticRule {
    static let transformChanged = DiagnosticRule(
        "transform_changed", .request, .warning, title: "Another transform",
        explanation: """
            The same value is written in another way.
            """,
        wrong: .query("country = geo.country | uppercase"),
        right: .query("country = geo.country | lowercase"))
}

extension Finding {
    static func transformChanged(line: String, old: String, new: String) -> Finding {
        Finding(
            .transformChanged, facts: ["line": line, "old": old, "new": new],
            "\(line) goes through \(new) instead of \(old)")
    }
}
