import PostbackLanguage

extension DiagnosticRule {
    static let unusedField = DiagnosticRule(
        "unused_field", .use, .warning, title: "A field that nothing uses",
        explanation: "Accounts fill it in, and nothing of it is ever sent. Usually a line is missing.",
        wrong: .query("ip = device.ip", with: "field app_id \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))
}

extension Finding {
    static func unusedField(name: String, isRequired: Bool) -> Finding {
        Finding(
            .unusedField, facts: ["name": name, "isRequired": isRequired],
            isRequired
                ? "accounts have to fill in '\(name)', and nothing uses it" : "the field '\(name)' is never used")
    }
}
