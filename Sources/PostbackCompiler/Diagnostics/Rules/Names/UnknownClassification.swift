import PostbackLanguage

extension DiagnosticRule {
    static let unknownClassification = DiagnosticRule(
        "unknown_classification", .names, title: "No such classification",
        explanation: "A macro is classified identifier, contact, location, attribution or secret, or not at all.",
        wrong: .schema("/// An advertising id.\nmacro device.idfa : uuid class identifer"),
        right: .schema("/// An advertising id.\nmacro device.idfa : uuid class identifier"))
}

extension Finding {
    static func unknownClass(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownClassification, facts: ["name": name, "suggestion": near], "'\(name)' is not a classification",
            did: near)
    }
}
