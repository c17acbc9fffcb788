import PostbackLanguage

extension DiagnosticRule {
    static let unknownField = DiagnosticRule(
        "unknown_field", .names, title: "No such network-specific field",
        explanation: "A field has to be declared before an expression can use it.",
        wrong: .query("app = field.appid", with: "field app_id \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))
}

extension Finding {
    static func unknownField(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownField, facts: ["name": name, "suggestion": near], "the partner has no field '\(name)'", did: near,
            "declare it: field \(name) \"Label\" : text")
    }
}
