import PostbackLanguage

extension DiagnosticRule {
    static let branchChanged = DiagnosticRule(
        "branch_changed", .request, .warning, title: "Another branch",
        explanation: """
            Under some conditions another value is sent.
            """,
        wrong: .query(
            "kind = when { device.os == \"ios\" -> \"apple\", device.model is present -> \"google\", else -> \"unknown\" }"
        ),
        right: .query("kind = when { device.os == \"ios\" -> \"apple\", else -> \"google\" }"))
}

extension Finding {
    static func branchChanged(line: String, gone: String?, came: String?) -> Finding {
        Finding(
            .branchChanged, facts: ["line": line, "gone": gone, "came": came],
            "\(line) has \(came ?? "nothing") instead of \(gone ?? "nothing")")
    }
}
