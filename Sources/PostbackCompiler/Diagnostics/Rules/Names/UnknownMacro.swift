import PostbackLanguage

extension DiagnosticRule {
    static let unknownMacro = DiagnosticRule(
        "unknown_macro", .names, title: "No such macro",
        explanation: """
            Macros are declared in the schemas; a name that is not among them would never be replaced. Fix the \
            spelling, or add the macro to the schema.
            """,
        wrong: .query("ifa = device.idfaa"), right: .query("ifa = device.idfa"))
}

extension Finding {
    static func unknownMacro(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownMacro, facts: ["name": name, "suggestion": near], "there is no macro '\(name)'", did: near,
            "'postback macros WORD' searches the catalogue"
        )
    }
}
