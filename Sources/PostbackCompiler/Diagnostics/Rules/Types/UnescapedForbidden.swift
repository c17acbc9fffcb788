import PostbackLanguage

extension DiagnosticRule {
    static let unescapedForbidden = DiagnosticRule(
        "unescaped_forbidden", .types, title: "A character that can never be bare",
        explanation: "It frees single reserved characters of one value, and never one that separates.",
        wrong: .query("id = user.id | unescaped(\"&\")"), right: .query("id = user.id | unescaped(\":\")"))
}

extension Finding {
    /// - Parameter possible: what can be bare there; empty for nothing.
    static func unescapedForbidden(characters: String, position: String, possible: String) -> Finding {
        Finding(
            .unescapedForbidden, facts: ["characters": characters, "position": position],
            "'\(characters)' cannot stay bare in \(position)",
            possible.isEmpty ? nil : "only \(possible.map(String.init).joined(separator: " ")) can")
    }
}
