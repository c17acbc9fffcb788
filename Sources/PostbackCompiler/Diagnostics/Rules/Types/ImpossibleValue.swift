import PostbackLanguage
import PostbackSupport

extension DiagnosticRule {
    static let impossibleValue = DiagnosticRule(
        "impossible_value", .types, title: "A value that can never be",
        explanation: "A choice is one of a closed list of texts; it is compared with, or mapped from, something else.",
        wrong: .query("when device.os == \"windows\" {\n    ip = device.ip\n}"),
        right: .query("when device.os == \"android\" {\n    ip = device.ip\n}"))
}

extension Finding {
    static func impossibleValue(value: String, choices: [String]) -> Finding {
        Finding(
            .impossibleValue, facts: ["value": value, "choices": choices], "'\(value)' is not a value it can have",
            did: Suggestion.nearest(to: value, among: choices), fix: nil,
            "it is one of \(choices.joined(separator: ", "))")
    }
}
