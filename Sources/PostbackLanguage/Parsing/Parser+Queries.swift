extension Parser {
    /// Words of a question that ask for something.
    package static let queryAttributes = [
        "uses", "field", "host", "position", "event", "category", "platform", "partner", "method",
    ]
    /// Words of a question that stand alone.
    package static let queryFlags = ["deprecated", "insecure", "contract", "secret"]

    /// Reads a question; nil, with findings, where it is none.
    public static func parseQuery(_ source: SourceFile) -> (QuerySyntax?, [Diagnostic]) {
        var parser = Parser(source)
        do throws(Failure) {
            parser.skipNewlines()
            let query = try parser.parseQueryAlternatives()
            parser.skipNewlines()
            if !parser.isAtEnd { throw parser.failure(expected: "'and', 'or' or the end") }
            return (parser.diagnostics.hasErrors ? nil : query, parser.diagnostics)
        } catch {
            return (nil, parser.diagnostics)
        }
    }

    private mutating func parseQueryAlternatives() throws(Failure) -> QuerySyntax {
        try nested { parser throws(Failure) in
            var parts = [try parser.parseQueryConjunction()]
            while parser.take(word: "or") { parts.append(try parser.parseQueryConjunction()) }
            return parts.count == 1 ? parts[0] : .any(parts)
        }
    }

    private mutating func parseQueryConjunction() throws(Failure) -> QuerySyntax {
        var parts = [try parseQueryPart()]
        while take(word: "and") { parts.append(try parseQueryPart()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func parseQueryPart() throws(Failure) -> QuerySyntax {
        if take(word: "not") {
            return .not(try nested { parser throws(Failure) in try parser.parseQueryPart() })
        }
        if at(.openParenthesis) {
            let open = try expect(.openParenthesis)
            let inner = try parseQueryAlternatives()
            try expectClosing(.closeParenthesis, of: open)
            return inner
        }
        let word = try expectWord("a word such as 'receives'")
        if word.text == "receives" { return try parseReceives() }
        if Self.queryAttributes.contains(word.text) {
            return .attribute(word, value: try parseKey("what '\(word.text)' asks for"))
        }
        if Self.queryFlags.contains(word.text) { return .flag(word) }
        throw unknown(word, "a word of a question", ["receives", "not"] + Self.queryAttributes + Self.queryFlags)
    }

    private mutating func parseReceives() throws(Failure) -> QuerySyntax {
        let what = try parsePath("a macro or a class")
        var form: Name?
        if case .word(let word) = current.kind, !["in", "to", "and", "or"].contains(word) {
            form = try expectWord("'raw', 'hashed' or a hash")
        }
        let position = take(word: "in") ? try expectWord("a position such as query") : nil
        let host = take(word: "to") ? try expectText("a host in quotes") : nil
        return .receives(what: what, form: form, position: position, host: host)
    }
}
