import PostbackLanguage

extension DiagnosticRule {
    static let unreachableElse = DiagnosticRule(
        "unreachable_else", .totality, .warning, title: "An else that is never reached",
        explanation: "The map has a row for every value of the choice it is used for. An absent value stays absent.",
        wrong: .query(
            "os = device.os | names", with: "map names {\n    ios -> \"i\"\n    android -> \"a\"\n    else -> skip\n}"),
        right: .query("os = device.os | names", with: "map names {\n    ios -> \"i\"\n    android -> \"a\"\n}"))
}

extension Finding {
    static func unreachableElse(map: String) -> Finding {
        Finding(
            .unreachableElse, facts: ["map": map], "'else' of the map '\(map)' is never reached: every value has a row")
    }
}
