import PostbackLanguage

extension DiagnosticRule {
    static let alreadyEncoded = DiagnosticRule(
        "already_encoded", .request, .warning, title: "Text that is percent-encoded before it is encoded",
        explanation: """
            Where a value stands decides how it is encoded, so a percent sign in it becomes %25 and the partner reads the \
            escapes as they stand. Write the characters themselves.
            """,
        wrong: .query("title = \"Hello%20World\""), right: .query("title = \"Hello World\""))
}

extension Finding {
    static func alreadyEncoded(escape: String, decoded: String?) -> Finding {
        Finding(
            .alreadyEncoded, facts: ["escape": escape, "decoded": decoded],
            "'\(escape)' is encoded once more here, and arrives as it stands",
            decoded.map { "write the characters themselves: \($0)" })
    }
}
