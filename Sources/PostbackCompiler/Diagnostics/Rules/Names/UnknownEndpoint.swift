import PostbackLanguage

extension DiagnosticRule {
    static let unknownEndpoint = DiagnosticRule(
        "unknown_endpoint", .names, title: "No such endpoint",
        explanation: "A request line names an endpoint or a callback of the file.",
        wrong: .postback("GET apo \"/install\""), right: .postback("GET api \"/install\""))
}

extension Finding {
    static func unknownEndpoint(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownEndpoint, facts: ["name": name, "suggestion": near], "there is no endpoint or callback '\(name)'",
            did: near)
    }
}
