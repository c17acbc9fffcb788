import PostbackLanguage

extension DiagnosticRule {
    static let foreignPlaceholder = DiagnosticRule(
        "foreign_placeholder", .request, title: "Another platform's placeholder",
        explanation: """
            Copied templates keep their own placeholders. They are not replaced here, and the partner would \
            receive them literally.
            """,
        wrong: .query("ifa = \"${device_id}\""), right: .query("ifa = device.idfa"))
}

extension Finding {
    static func holeInBlock(name: String) -> Finding {
        Finding(
            .foreignPlaceholder, facts: ["macro": name],
            "a text between three quotes has no holes, so '{\(name)}' would be sent as it stands",
            "write the text between single double quotes, with \\n for its line breaks")
    }

    static func foreignPlaceholder(placeholder: String, macro: String?) -> Finding {
        Finding(
            .foreignPlaceholder, facts: ["placeholder": placeholder, "macro": macro],
            "'\(placeholder)' is another platform's placeholder and would be sent as it stands",
            "name the macro in a hole: {\(macro ?? "namespace.name")}")
    }
}
