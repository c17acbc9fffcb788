import PostbackLanguage

extension DiagnosticRule {
    static let unknownType = DiagnosticRule(
        "unknown_type", .names, title: "No such type",
        explanation: "Fields and macros have one of the language's types.",
        wrong: .query("app = field.app", with: "field app \"App\" : txt sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text sample \"a\""))
}

extension Finding {
    static func unknownType(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownType, facts: ["name": name, "suggestion": near], "there is no type '\(name)'", did: near)
    }
}
