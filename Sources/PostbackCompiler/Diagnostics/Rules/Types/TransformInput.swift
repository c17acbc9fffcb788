import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let transformInput = DiagnosticRule(
        "transform_input", .types, title: "A transform of the wrong type",
        explanation: "Every transform has a signature; the value piped in must fit it.",
        wrong: .query("time = event.time | sha256"), right: .query("time = event.time | unix"))
}

extension Finding {
    static func transformInput(transform: String, takes: String, type: ValueType, hint: String?) -> Finding {
        Finding(
            .transformInput, facts: ["transform": transform, "takes": takes, "type": type, "hint": hint],
            "'\(transform)' takes \(takes), not a value of type \(type.name)", hint)
    }
}
