import PostbackLanguage

extension DiagnosticRule {
    static let unknownName = DiagnosticRule(
        "unknown_name", .names, title: "No such name",
        explanation: "A name without a dot is a let or the variable of a for.",
        wrong: .query("ifa = advertising_id"),
        right: .query("ifa = advertising_id", with: "let advertising_id = device.idfa ?? device.gaid"))
}

extension Finding {
    static func unknownName(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownName, facts: ["name": name, "suggestion": near], "'\(name)' is not a macro, a let or a variable",
            did: near)
    }

    static func holeInKey(name: String) -> Finding {
        Finding(
            .unknownName, facts: ["name": name],
            "'\(name)' is not the number of an element, which is all that a key can hold",
            "name it in the for around the line: for item, \(name) in event.items")
    }
}
