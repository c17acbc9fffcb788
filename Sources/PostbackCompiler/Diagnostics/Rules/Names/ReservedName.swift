import PostbackLanguage

extension DiagnosticRule {
    static let reservedName = DiagnosticRule(
        "reserved_name", .names, title: "A reserved name",
        explanation: """
            field, request, system and the namespaces of macros cannot be names of lets and variables; the names of \
            transforms cannot be names of maps; words of the generated code cannot be ids of fields \
            and partners, values of choices or macros.
            """,
        wrong: .query("ip = device", with: "let device = device.ip"),
        right: .query("ip = address", with: "let address = device.ip"))
}

extension Finding {
    static func reservedName(name: String) -> Finding {
        Finding(
            .reservedName, facts: ["name": name], "'\(name)' already means something else",
            "choose another word: it begins the names of macros, or is one of the language or of the generated code")
    }
}
