import PostbackLanguage

extension DiagnosticRule {
    static let bareField = DiagnosticRule(
        "bare_field", .names, title: "A field named without 'field.'",
        explanation: "Macros, fields and lets are told apart by their names: a field has 'field.' in front.",
        wrong: .query("app = app_id", with: "field app_id \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))
}

extension Finding {
    static func bareField(name: String) -> Finding {
        Finding(
            .bareField, facts: ["name": name], "'\(name)' is a field, and fields are named with 'field.' in front",
            did: "field.\(name)",
            fix: .replace("field.\(name)", .safe))
    }
}
