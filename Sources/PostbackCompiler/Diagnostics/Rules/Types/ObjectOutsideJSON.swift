import PostbackLanguage

extension DiagnosticRule {
    static let objectOutsideJSON = DiagnosticRule(
        "object_outside_json", .types, title: "A JSON object where text is wanted",
        explanation: "Plain braces are structure, and only JSON has it. In a query, json { … } sends it as text.",
        wrong: .query("user = { id = user.id }"), right: .query("user = json { id = user.id }"))
}

extension Finding {
    static var objectOutsideJSON: Finding {
        Finding(
            .objectOutsideJSON, "'{ … }' is a JSON object and stands only inside json",
            fix: .insertBefore("json ", .needsLook, title: "send it as text: json { … }"))
    }
}
