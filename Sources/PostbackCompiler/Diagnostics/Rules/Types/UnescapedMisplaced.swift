import PostbackLanguage

extension DiagnosticRule {
    static let unescapedMisplaced = DiagnosticRule(
        "unescaped_misplaced", .types, title: "unescaped where it cannot be",
        explanation: "It says how a value is encoded, so it is the last step of a value in a URL or form.",
        wrong: .query("id = user.id | unescaped(\":\") | lowercase"),
        right: .query("id = user.id | lowercase | unescaped(\":\")"))
}

extension Finding {
    static func unescapedMisplaced(isJSON: Bool) -> Finding {
        Finding(
            .unescapedMisplaced, "'unescaped' must be the last step of a value in a URL or a form",
            isJSON ? "nothing is percent-encoded in JSON, so that nothing has to be kept from it" : nil)
    }
}
