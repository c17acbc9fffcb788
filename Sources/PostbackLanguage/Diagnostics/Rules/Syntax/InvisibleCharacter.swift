extension DiagnosticRule {
    static let invisibleCharacter = DiagnosticRule(
        "invisible_character", .syntax, title: "A character that nobody can see",
        explanation: """
            Zero-width and other invisible characters get into a file by copying from a web page, and would be sent to
            the partner. Delete it, or write it as an escape if it is meant.
            """,
        wrong: .query("source = \"x\u{200B}\""), right: .query("source = \"x\""))
}

extension Finding {
    static func invisibleCharacter(character: String) -> Finding {
        Finding(
            .invisibleCharacter, facts: ["character": character], "the text holds the invisible character \(character)",
            fix: .delete(.safe, title: "delete the character"))
    }
}
