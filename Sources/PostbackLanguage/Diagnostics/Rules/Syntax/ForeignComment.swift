extension DiagnosticRule {
    static let foreignComment = DiagnosticRule(
        "foreign_comment", .syntax, title: "A comment of another language",
        explanation: "A comment starts with // and ends with its line; /// documents the declaration below it.",
        wrong: .query("# The address.\nip = device.ip"), right: .query("// The address.\nip = device.ip"))
}

extension Finding {
    static func foreignComment(mark: String) -> Finding {
        Finding(
            .foreignComment, facts: ["mark": mark], "a comment starts with '//', not with '\(mark)'",
            fix: mark != "/*" ? .replace("//", .safe) : nil)
    }
}
