import PostbackLanguage

extension DiagnosticRule {
    static let unknownTransform = DiagnosticRule(
        "unknown_transform", .names, title: "No such transform or map",
        explanation: "Behind a bar stands a transform of the language or a map of the file.",
        wrong: .query("ifa = device.idfa | upper"), right: .query("ifa = device.idfa | uppercase"))
}

extension Finding {
    static func unknownTransform(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownTransform, facts: ["name": name, "suggestion": near], "there is no transform or map '\(name)'",
            did: near,
            "'postback transforms' lists them")
    }
}
