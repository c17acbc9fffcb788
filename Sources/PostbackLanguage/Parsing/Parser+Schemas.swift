extension Parser {
    /// The words that start a declaration of a schema file.
    static let schemaDeclarations = ["macro", "kind", "event", "signal", "together"]

    mutating func parseSchemaDeclaration() throws(Failure) -> DeclarationSyntax {
        let documentation = current.documentation
        let keyword = try expectWord("a declaration")
        switch keyword.text {
        case "macro":
            let name = try parsePath("the macro's name")
            try expect(.colon)
            skipNewlines()
            let type = try parseType()
            let modifiers = try parseModifiers(PropertyShape.macro, what: "a modifier of a macro")
            return .macro(MacroSyntax(name: name, type: type, modifiers: modifiers, documentation: documentation))
        case "kind", "event":
            let name = try expectWord("its name")
            let label = try expectText("its label in quotes")
            var macros: [[Name]] = []
            if take(word: "with") {
                repeat {
                    macros.append(try parsePath("a macro"))
                } while takeListComma()
            }
            return .event(
                EventSyntax(
                    isKind: keyword.text == "kind", name: name, label: label, macros: macros,
                    documentation: documentation))
        case "signal":
            let macro = try parsePath("a macro")
            try expect(.assign)
            skipNewlines()
            let value = try parseExpression()
            guard take(word: "withholds") else { throw failure(expected: "'withholds'") }
            guard case .words(let words) = try parseValue(.words) else { throw failure(expected: "words") }
            return .signal(macro: macro, value: value, withholds: words)
        case "together":
            var macros: [[Name]] = []
            repeat { macros.append(try parsePath("a macro")) } while takeListComma()
            return .together(macros)
        default:
            throw unknown(keyword, "a declaration", Self.schemaDeclarations)
        }
    }
}
