extension DiagnosticRule {
    static let functionCall = DiagnosticRule(
        "function_call", .syntax, title: "A transform called like a function",
        explanation: "Values go through transforms from left to right: value | transform | transform(argument).",
        wrong: .query("ifa = sha256(lowercase(device.idfa))"), right: .query("ifa = device.idfa | lowercase | sha256"))
}

extension Finding {
    static func functionCall(name: String) -> Finding {
        Finding(
            .functionCall, facts: ["name": name],
            "'\(name)' is not called like a function: it is written 'value | \(name)'")
    }
}
