import PostbackLanguage

extension DiagnosticRule {
    static let deprecatedMacro = DiagnosticRule(
        "deprecated_macro", .use, .warning, title: "A deprecated macro",
        explanation: "The schema says what to use instead. The macro still works, until a later version drops it.",
        wrong: .schema(
            "/// The old id.\nmacro user.old_id : text deprecated \"use user.id\"\n\n/// Signed in.\nevent login \"Login\" with user.old_id"
        ),
        right: .schema("/// The id.\nmacro user.id : text\n\n/// Signed in.\nevent login \"Login\" with user.id"))
}

extension Finding {
    static func deprecatedMacro(macro: String, instead: String) -> Finding {
        Finding(
            .deprecatedMacro, facts: ["macro": macro, "instead": instead],
            "the macro '\(macro)' is deprecated: \(instead)")
    }
}
