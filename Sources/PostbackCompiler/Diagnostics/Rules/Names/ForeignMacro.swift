import PostbackLanguage

extension DiagnosticRule {
    static let foreignMacro = DiagnosticRule(
        "foreign_macro", .names, title: "Another platform's name for a macro",
        explanation: """
            The schemas know how other platforms write a macro, so that a copied template can be read. Here each \
            macro has one name.
            """,
        wrong: .query("ifa = gps_adid"), right: .query("ifa = device.gaid"))
}

extension Finding {
    static func foreignMacro(name: String, vendor: String, macro: String) -> Finding {
        Finding(
            .foreignMacro, facts: ["name": name, "vendor": vendor, "macro": macro],
            "'\(name)' is the name that \(vendor) uses", did: macro, fix: .replace(macro, .needsLook)
        )
    }
}
