import PostbackLanguage

extension DiagnosticRule {
    static let separatorInKey = DiagnosticRule(
        "separator_in_key", .request, title: "A separator typed into a key",
        explanation: """
            A key with an ampersand or an equals sign is usually the rest of a template string that was cut in the \
            wrong place. The separators are written for every line.
            """,
        wrong: .query("\"ip&source\" = device.ip"), right: .query("ip = device.ip\nsource = \"mmp\""))
}

extension Finding {
    static func separatorInKey(key: String) -> Finding {
        Finding(
            .separatorInKey, facts: ["key": key], "the key '\(key)' holds a character that separates",
            "each parameter has a line of its own; the separators are written for it")
    }
}
