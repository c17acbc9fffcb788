import PostbackLanguage

extension DiagnosticRule {
    static let hashWeakened = DiagnosticRule(
        "hash_weakened", .disclosure, title: "A digest that can be undone",
        explanation: """
            MD5 and SHA-1 of identifiers are found in tables and made quickly.
            """,
        wrong: .query("id = device.idfa | md5"),
        right: .query("id = device.idfa | sha256"))
}

extension Finding {
    static func hashWeakened(macro: String, old: String, new: String) -> Finding {
        Finding(
            .hashWeakened, facts: ["macro": macro, "old": old, "new": new],
            "\(macro), which left as \(old), leaves as \(new)")
    }
}
