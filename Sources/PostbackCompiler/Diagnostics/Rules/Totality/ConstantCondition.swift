import PostbackLanguage

extension DiagnosticRule {
    static let constantCondition = DiagnosticRule(
        "constant_condition", .totality, .warning, title: "A condition that is always the same",
        explanation: "It compares literals, or asks whether something is present that always is.",
        wrong: .query("when \"a\" == \"a\" {\n    ip = device.ip\n}"), right: .query("ip = device.ip"))
}

extension Finding {
    static func constantCondition(always: String, why: String) -> Finding {
        Finding(
            .constantCondition, facts: ["always": always, "why": why], "this condition \(always) holds: \(why)")
    }
}
