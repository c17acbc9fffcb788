import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let cannotStand = DiagnosticRule(
        "cannot_stand", .types, title: "A value that cannot stand here",
        explanation: """
            Every position takes certain types: a URL takes text and numbers, JSON also booleans, lists and \
            objects. A moment needs a format everywhere.
            """,
        wrong: .query("time = event.time"), right: .query("time = event.time | unix"))
}

extension Finding {
    static func cannotStand(type: ValueType, position: String, hint: String?) -> Finding {
        Finding(
            .cannotStand, facts: ["type": type, "position": position, "hint": hint],
            "a value of type \(type.name) cannot stand in \(position)", hint)
    }
}
