import PostbackLanguage

extension DiagnosticRule {
    static let optionalWithDefault = DiagnosticRule(
        "optional_with_default", .settings, .warning, title: "A field with a default that is optional too",
        explanation: "A field with a default always has a value, and nobody has to fill it in. Say one of the two.",
        wrong: .query("region = field.region", with: "field region \"Region\" : choice(us, eu) optional = us"),
        right: .query("region = field.region", with: "field region \"Region\" : choice(us, eu) = us"))
}

extension Finding {
    static func optionalWithDefault(field: String) -> Finding {
        Finding(
            .optionalWithDefault, facts: ["field": field],
            "the field '\(field)' has a default, so 'optional' says nothing")
    }
}
