import PostbackLanguage

extension DiagnosticRule {
    static let macroReadable = DiagnosticRule(
        "macro_readable", .disclosure, title: "A personal macro that left only as a digest",
        explanation: """
            The partner can read what it could only compare.
            """,
        wrong: .query("id = device.idfa"),
        right: .query("id = device.idfa | sha256"))
}

extension Finding {
    static func macroReadable(macro: String, old: String, place: String) -> Finding {
        Finding(
            .macroReadable, facts: ["macro": macro, "old": old, "place": place],
            "\(macro), which left only as \(old), leaves readable: \(place)")
    }
}
