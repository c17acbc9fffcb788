import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let notABoolean = DiagnosticRule(
        "not_a_boolean", .types, title: "A condition that is neither true nor false",
        explanation: "Conditions compare values, ask whether one is present, or name a boolean.",
        wrong: .query("when device.ip {\n    ip = device.ip\n}"),
        right: .query("when device.ip is present {\n    ip = device.ip\n}"))
}

extension Finding {
    static func notABoolean(type: ValueType) -> Finding {
        Finding(
            .notABoolean, facts: ["type": type],
            "a condition needs a boolean or a comparison, not a value of type \(type.name)",
            fix: .insertAfter(" is present", .needsLook, title: "ask 'is present'"),
            "compare it with '==' or ask 'is present'")
    }
}
