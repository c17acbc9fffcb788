import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let mixedTypes = DiagnosticRule(
        "mixed_types", .types, title: "Values of two types in one place",
        explanation: "A fallback, and every branch of a when value, gives the same type as the others.",
        wrong: .json("ids = event.items ?? user.id"),
        right: .json("ids = [for item in event.items: item.id] | join(\",\") ?? user.id"))
}

extension Finding {
    static func mixedTypes(left: ValueType, right: ValueType) -> Finding {
        Finding(
            .mixedTypes, facts: ["left": left, "right": right],
            "values of type \(left.name) and of type \(right.name) do not make one value")
    }
}
