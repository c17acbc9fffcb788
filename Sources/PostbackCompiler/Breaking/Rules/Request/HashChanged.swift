import PostbackLanguage

extension DiagnosticRule {
    static let hashChanged = DiagnosticRule(
        "hash_changed", .request, .warning, title: "Another digest",
        explanation: """
            A partner that compares digests finds none of those that it has.
            """,
        wrong: .query("id = device.idfa | lowercase | sha256 | uppercase"),
        right: .query("id = device.idfa | sha256"))
}

extension Finding {
    static func hashChanged(line: String, old: String, new: String) -> Finding {
        Finding(
            .hashChanged, facts: ["line": line, "old": old, "new": new], "\(line) goes through \(new) instead of \(old)"
        )
    }
}
