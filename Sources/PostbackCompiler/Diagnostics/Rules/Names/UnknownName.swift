import PostbackLanguage

extension DiagnosticRule {
    static let unknownName = DiagnosticRule(
        "unknown_name", .names, title: "No such name",
        explanation: "A name without a dot is a let or the variable of a for.",
        wrong: .query("ifa = advertising_id"),
        right: .query("ifa = advertising_id", with: "let advertising_id = device.idfa ?? device.gaid"))
}

extension Finding {
    /// - Parameter isNamespace: whether macros' names begin with it.
    static func unknownName(name: String, suggestion near: String?, isNamespace: Bool = false) -> Finding {
        Finding(
            .unknownName, facts: ["name": name, "suggestion": near], "'\(name)' is not a macro, a let or a variable",
            did: near, hint(name, isGuessed: near != nil, isNamespace))
    }

    private static func hint(_ name: String, isGuessed: Bool, _ isNamespace: Bool) -> String? {
        if isNamespace { return "macros have a name behind a point: \(name).…; 'postback macros \(name)' lists them" }
        if ["null", "nil", "none", "undefined"].contains(name.lowercased()) {
            return "a line without a value is left out; in JSON, 'keep null' in front of it sends null"
        }
        let isWord = !name.contains(".") && !isGuessed
        return isWord
            ? "a text stands in quotes, \"\(name)\"; a parameter of the click's URL is click.parameter.\(name), one that the app sends event.data.\(name)"
            : nil
    }

    static func wordForNothing(word: String) -> Finding {
        Finding(
            .unknownName, facts: ["name": word], "'\(word)' would be sent as text",
            "'else -> absent' leaves the value out; text that is meant stands in quotes")
    }

    static func holeInKey(name: String) -> Finding {
        Finding(
            .unknownName, facts: ["name": name],
            "'\(name)' is not the number of an element, which is all that a key can hold",
            "name it in the for around the line: for item, \(name) in event.items")
    }
}
