import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let notAList = DiagnosticRule(
        "not_a_list", .types, title: "A for over something that is no list",
        explanation: "Only lists have elements.",
        wrong: .query("ids = [for item in device.ip: item] | join(\",\")"),
        right: .query("ids = [for item in event.items: item.id] | join(\",\")"))
}

extension Finding {
    static func notAList(type: ValueType) -> Finding {
        Finding(
            .notAList, facts: ["type": type], "'for' goes over a list, not over a value of type \(type.name)")
    }
}
