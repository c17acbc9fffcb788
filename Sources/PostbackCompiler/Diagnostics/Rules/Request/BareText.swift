import PostbackLanguage

extension DiagnosticRule {
    static let bareText = DiagnosticRule(
        "bare_text", .request, title: "Text that cannot stand bare",
        explanation: """
            In a URL, a form and a cookie, 'bare' lets the file's own text stand as it is, while values in its holes are \
            encoded. A character that would end the part that it stands in, or begin another pair, cannot stand bare; nor \
            can one that no URL has.
            """,
        wrong: .query("ids = bare \"[{order.id}&]\""), right: .query("ids = bare \"[{order.id}]\""))
}

extension Finding {
    static func bareForbidden(position: String, possible: String) -> Finding {
        Finding(
            .bareText, facts: ["position": position, "possible": possible],
            "this text has characters that cannot stand bare in \(position)",
            "letters, digits, - . _ ~ and \(possible.map(String.init).joined(separator: " ")) can; others stand in a hole, or in a text without 'bare', which encodes them"
        )
    }

    /// - Parameter position: a position that never has bare text; nil for a place where only this value has none.
    static func bareMisplaced(position: String?) -> Finding {
        Finding(
            .bareText, facts: ["position": position], "no text stands bare \(position.map { "in \($0)" } ?? "here")",
            "'bare' is for values of a URL, a form or a cookie: a whole value, one of several behind ?? or in a when, or an element that join(bare \"…\") joins"
        )
    }

    static func cannotRepeat(position: String) -> Finding {
        Finding(.bareText, facts: ["position": position], "there is no line for each element in \(position)")
    }

    static var keptAlone: Finding {
        Finding(.bareText, "a value without a key has nothing to keep when it is absent")
    }
}
