import PostbackLanguage

extension DiagnosticRule {
    static let unknownProperty = DiagnosticRule(
        "unknown_property", .names, title: "No such property of an item",
        explanation: "The properties of an item are the macros of the schema whose names start with the list's.",
        wrong: .query("ids = [for item in event.items: item.sku_id] | join(\",\")"),
        right: .query("ids = [for item in event.items: item.id] | join(\",\")"))
}

extension Finding {
    static func propertyOfUnknownList(variable: String) -> Finding {
        Finding(
            .unknownProperty, facts: ["variable": variable], "it is not known which list '\(variable)' is an item of",
            "'for' can go through a macro that is a list, or a let that is one")
    }

    static func unknownProperty(list: String, name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownProperty, facts: ["list": list, "name": name, "suggestion": near],
            "an item of '\(list)' has no property '\(name)'", did: near)
    }
}
