extension DiagnosticRule {
    static let unexpectedCharacter = DiagnosticRule(
        "unexpected_character", .syntax, title: "A character without meaning",
        explanation: """
            The language is written in letters, digits, quotes and a few marks. Anything else has to stand inside a
            quoted text or a comment.
            """,
        wrong: .query("ip = device.ip;"), right: .query("ip = device.ip"))
}

extension Finding {
    static func unexpectedCharacter(character: String) -> Finding {
        Finding(
            .unexpectedCharacter, facts: ["character": character], "\(character) has no meaning here",
            character == "'/'" ? "a path or a URL stands in quotes; a rate is written 100 per second" : nil)
    }

    static func lookalike(_ character: String, of meaning: String, instead: String) -> Finding {
        Finding(
            .unexpectedCharacter, facts: ["character": character, "instead": instead],
            "\(character) is not '\(meaning)'", fix: .replace(instead, .safe))
    }

    static func unseenCharacter(_ character: String, instead: String) -> Finding {
        let fix: Change =
            instead.isEmpty || instead == " "
            ? .replace(instead, .safe, title: instead.isEmpty ? "delete it" : "write a space")
            : .replace(instead, .safe)
        return Finding(
            .unexpectedCharacter, facts: ["character": character, "instead": instead],
            "\(character) cannot be seen and has no meaning here", fix: fix)
    }

    static var semicolon: Finding {
        Finding(
            .unexpectedCharacter, "';' has no meaning here",
            fix: .delete(.safe, title: "delete the semicolon"), "a line ends where it ends, or with a comma")
    }
}
