import PostbackLanguage

extension DiagnosticRule {
    static let hashedTwice = DiagnosticRule(
        "hashed_twice", .privacy, .warning, title: "A digest of a digest",
        explanation: """
            The digest of a digest is another one, which no partner has: the value never matches. Where a partner does ask \
            for it, allow it with the reason.
            """,
        wrong: .query("em = user.email | trim | lowercase | md5 | sha256"),
        right: .query("em = user.email | trim | lowercase | sha256"))
}

extension Finding {
    static func hashedTwice(transform: String, before: String) -> Finding {
        Finding(
            .hashedTwice, facts: ["transform": transform, "before": before],
            "'\(transform)' hashes what '\(before)' has hashed already",
            "partners compare with the digest of the value itself")
    }
}
