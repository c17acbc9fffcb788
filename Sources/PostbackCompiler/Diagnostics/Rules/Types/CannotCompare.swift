import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let cannotCompare = DiagnosticRule(
        "cannot_compare", .types, title: "A comparison of two types",
        explanation: "Values of different types never equal each other.",
        wrong: .query("when device.os == 5 {\n    ip = device.ip\n}"),
        right: .query("when device.os == \"ios\" {\n    ip = device.ip\n}"))
}

extension Finding {
    /// - Parameter unquoted: what stands in quotes, as a value of the other type is written.
    static func cannotCompare(left: ValueType, right: ValueType, unquoted: String?) -> Finding {
        Finding(
            .cannotCompare, facts: ["left": left, "right": right],
            "a value of type \(left.name) never equals one of type \(right.name)",
            fix: unquoted.map { .replace($0, .safe, title: "write it without quotes: \($0)") })
    }
}
