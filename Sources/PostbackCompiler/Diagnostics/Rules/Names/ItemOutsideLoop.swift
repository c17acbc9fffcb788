import PostbackLanguage

extension DiagnosticRule {
    static let itemOutsideLoop = DiagnosticRule(
        "item_outside_loop", .names, title: "A property of an item outside a for",
        explanation: "A list has many items; a property is named inside a for that goes over them.",
        wrong: .query("ids = event.items.id"),
        right: .query("ids = [for item in event.items: item.id] | join(\",\")"))
}

extension Finding {
    static func itemOutsideLoop(name: String, list: String) -> Finding {
        Finding(
            .itemOutsideLoop, facts: ["name": name, "list": list], "'\(name)' belongs to each item of '\(list)'",
            "use [for item in \(list): item.\(name.split(separator: ".").last ?? "")]")
    }
}
