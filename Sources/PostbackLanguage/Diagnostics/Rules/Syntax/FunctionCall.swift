extension DiagnosticRule {
    static let functionCall = DiagnosticRule(
        "function_call", .syntax, title: "A transform called like a function",
        explanation: "Values go through transforms from left to right: value | transform | transform(argument).",
        wrong: .query("ifa = sha256(lowercase(device.idfa))"), right: .query("ifa = device.idfa | lowercase | sha256"))
}

extension Finding {
    static func functionCall(name: String) -> Finding {
        let written =
            switch name.lowercased() {
            case "concat", "concatenate": "values are joined in a text: \"{a}{b}\""
            case "coalesce", "ifnull", "nvl", "default": "the first value that is there is written 'a ?? b'"
            case "if", "iif", "case": "a choice is written 'when { condition -> value, else -> value }'"
            default: "it is written 'value | \(name)'"
            }
        return Finding(
            .functionCall, facts: ["name": name], "'\(name)' is not called like a function: \(written)")
    }
}
