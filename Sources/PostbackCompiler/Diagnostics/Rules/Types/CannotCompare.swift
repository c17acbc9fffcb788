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
    static func cannotCompare(left: ValueType, right: ValueType) -> Finding {
        Finding(
            .cannotCompare, facts: ["left": left, "right": right],
            "a value of type \(left.name) never equals one of type \(right.name)")
    }
}
