import PostbackLanguage

extension DiagnosticRule {
    static let wrongTimeUnit = DiagnosticRule(
        "wrong_time_unit", .types, .warning, title: "A time in another unit than its key says",
        explanation: """
            A partner that reads seconds as milliseconds takes every event for one of January 1970, and the other way \
            round for one in 50,000 years. Where the key misleads and the partner's documentation says so, allow it.
            """,
        wrong: .query("timestamp_ms = event.time | unix"), right: .query("timestamp_ms = event.time | unix_ms"))
}

extension Finding {
    static func wrongTimeUnit(key: String, says: String, transform: String, instead: String) -> Finding {
        Finding(
            .wrongTimeUnit, facts: ["key": key, "transform": transform, "instead": instead],
            "the key '\(key)' says \(says), and the value comes from '\(transform)'",
            fix: .replace(instead, .needsLook))
    }
}
