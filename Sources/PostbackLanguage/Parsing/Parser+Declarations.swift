extension Parser {
    /// The words that start a declaration of a partner file.
    static let partnerDeclarations = [
        "partner", "revision", "category", "platforms", "documentation", "contact", "status", "field", "endpoint",
        "map",
        "let", "lines", "shared", "postback", "delivery", "example", "accepts", "callback",
    ]

    mutating func parsePartnerDeclaration() throws(Failure) -> DeclarationSyntax {
        let documentation = current.documentation
        let keyword = try expectWord("a declaration")
        switch keyword.text {
        case "partner":
            let id = try expectWord("the partner's id")
            return .partner(id: id, label: try expectText("the partner's name in quotes"), documentation: documentation)
        case "status": return .property(try parseStatus(keyword))
        case "field": return .field(try parseField())
        case "endpoint": return .endpoint(try parseEndpoint())
        case "callback": return .callback(try parseCallback())
        case "map": return .map(try parseMap())
        case "let":
            let definition = try parseDefinition()
            return .definition(name: definition.name, value: definition.value)
        case "lines":
            let name = try expectWord("the name of the lines")
            return .lines(name: name, try parseLines())
        case "shared":
            let name = try expectWord("the name of what is shared")
            return .shared(name: name, try parsePostbackBody())
        case "postback": return .postback(try parsePostback(keyword))
        case "delivery": return .delivery(try parseDelivery(), keyword.range)
        case "example": return .example(try parseExample(keyword))
        case "accepts":
            guard take(word: "plaintext") else { throw failure(expected: "'plaintext'") }
            let macro = try parsePath("a macro")
            let reason = try expectText("the reason in quotes")
            return .acceptance(macro: macro, reason: reason, SourceRange(keyword.range.start, previousEnd))
        default:
            guard let shape = PropertyShape.partner[keyword.text] else {
                throw unknown(keyword, "a declaration", Self.partnerDeclarations)
            }
            return .property(PropertySyntax(name: keyword, value: try parseValue(shape)))
        }
    }

    private mutating func parseStatus(_ keyword: Name) throws(Failure) -> PropertySyntax {
        let status = try expectWord("'active' or 'deprecated'")
        switch status.text {
        case "active": return PropertySyntax(name: keyword, value: .words([status]))
        case "deprecated": return PropertySyntax(name: keyword, value: .text(try expectText("what to use instead")))
        default:
            throw unknown(status, "a status", ["active", "deprecated"])
        }
    }

    private mutating func parseField() throws(Failure) -> FieldSyntax {
        let id = try expectWord("the field's id")
        let label = try expectText("the field's label in quotes")
        try expect(.colon)
        skipNewlines()
        var leading: [Spanned<PropertySyntax>] = []
        if at(word: "secret") {
            let secret = PropertySyntax(name: Name("secret", current.range), value: .none)
            leading.append(Spanned(secret, current.range))
            advance()
        }
        let type = try parseType()
        let modifiers = try parseModifiers(PropertyShape.field, what: "a modifier of a field")
        return FieldSyntax(id: id, label: label, type: type, modifiers: leading + modifiers)
    }

    mutating func parseType() throws(Failure) -> TypeSyntax {
        let name = try expectWord("a type")
        var arguments = TypeSyntax.Arguments.none
        let open = current.range
        if take(.openParenthesis) {
            if case .number(_, "") = current.kind, name.text != "choice",
                [.closeParenthesis, .ellipsis].contains(peek().mark)
            {
                let low = try expectInteger()
                let high = take(.ellipsis) ? try expectInteger() : low
                let bounds = SourceRange(open.end, previousEnd)
                if low > high { report(.reversedBounds(bounds: source.text(in: bounds)), bounds) }
                arguments = .bounds(min(low, high)...max(low, high))
            } else if case .number(let low, "") = current.kind, case .number(let high, "") = peek().kind,
                high.first == "-", name.text != "choice"
            {
                let bounds = "\(low)...\(high.dropFirst())"
                report(.writtenBounds(bounds), SourceRange(current.range.start, peek().range.end))
                advance()
                advance()
                if let low = Int(low), let high = Int(high.dropFirst()), low <= high { arguments = .bounds(low...high) }
            } else {
                skipNewlines()
                var words = [try parseKey()]
                while takeComma(before: .closeParenthesis) {
                    skipNewlines()
                    words.append(try parseKey())
                }
                if nextSignificant.kind == .mark(.closeParenthesis) { skipNewlines() }
                arguments = .words(words)
            }
            try expectClosing(.closeParenthesis, of: open)
        }
        return TypeSyntax(name: name, arguments: arguments, range: SourceRange(name.range.start, previousEnd))
    }

    private mutating func parseEndpoint() throws(Failure) -> EndpointSyntax {
        let id = try expectWord("the endpoint's id")
        let url = try parseExpression()
        var insecure: Name?
        if at(word: "insecure") { insecure = try expectWord("'insecure'") }
        let lastDay = take(word: "until") ? try parseDate() : nil
        return EndpointSyntax(id: id, url: url, insecure: insecure, lastDay: lastDay)
    }

    private mutating func parseCallback() throws(Failure) -> CallbackSyntax {
        let id = try expectWord("the callback's id")
        guard take(word: "from") else { throw failure(expected: "'from' and the value that holds the URL") }
        let value = try parseExpression()
        guard take(word: "hosts") else { throw failure(expected: "'hosts' and the hosts that it may name") }
        var hosts = [try expectText("a host in quotes")]
        while takeListComma() { hosts.append(try expectText("a host in quotes")) }
        return CallbackSyntax(id: id, value: value, hosts: hosts)
    }

    private mutating func parseMap() throws(Failure) -> MapSyntax {
        let id = try expectWord("the map's id")
        let rows = try branches { parser, name throws(Failure) -> MapSyntax.Row in
            if parser.take(word: "skip") { return .otherwise(.skip, name) }
            if parser.take(word: "absent") { return .otherwise(.absent, name) }
            return .otherwise(.value(try parser.parseExpression()), name)
        } _: { parser throws(Failure) -> MapSyntax.Row in
            var keys = [try parser.parseKey()]
            while parser.takeListComma() { keys.append(try parser.parseKey()) }
            try parser.expect(.arrow, insteadOf: [.assign, .colon])
            return .entry(keys: keys, value: try parser.parseExpression())
        }
        return MapSyntax(id: id, rows: rows)
    }

    /// A word, a number or a text.
    mutating func parseKey(_ what: String = "a key") throws(Failure) -> Name {
        switch current.kind {
        case .string, .block:
            let text = try expectText(what)
            return Name(text.text, text.range, isQuoted: true)
        case .number(let number, let unit):
            let name = Name(number + unit, current.range)
            advance()
            return name
        default: return try expectWord(what)
        }
    }

    mutating func parseDefinition() throws(Failure) -> NamedExpressionSyntax {
        let name = try expectWord("a name")
        switch current.kind {
        case .word, .string, .number:
            throw failure(expected: "'='", fix: .insertBefore("= ", .needsLook, title: "write the equals sign"))
        default: try expect(.assign)
        }
        skipNewlines()
        return NamedExpressionSyntax(name: name, value: try parseExpression())
    }

    private mutating func parseDelivery() throws(Failure) -> Braced<PropertySyntax> {
        try block(commas: false) { parser throws(Failure) -> PropertySyntax in
            let keyword = try parser.expectWord("a delivery setting")
            if keyword.text == "default" { return try parser.parseDefault(keyword) }
            if ["success", "retry", "fail"].contains(keyword.text), parser.take(word: "when") {
                return PropertySyntax(name: keyword, value: .answer(try parser.parseCondition()))
            }
            if keyword.text == "fail" { throw parser.failure(expected: "'when'") }
            guard let shape = PropertyShape.delivery[keyword.text] else {
                let known = PropertyShape.delivery.keys + ["fail"]
                throw parser.unknown(keyword, "a delivery setting", known.sorted() + ["default"])
            }
            if keyword.text == "retry", !parser.take(word: "on") { throw parser.failure(expected: "'on' or 'when'") }
            if keyword.text == "body" {
                guard parser.take(word: "at"), parser.take(word: "most") else {
                    throw parser.failure(expected: "'at most' and a number of bytes")
                }
            }
            let value = try parser.parseValue(shape)
            guard keyword.text == "rate", case .integer(let number, let range) = value else {
                return PropertySyntax(name: keyword, value: value)
            }
            guard parser.take(word: "per") else { throw parser.failure(expected: "'per second'") }
            let span = try parser.expectWord("'second', 'minute' or 'hour'")
            return PropertySyntax(name: keyword, value: .rate(number, per: span, range))
        }
    }

    private mutating func parseDefault(_ keyword: Name) throws(Failure) -> PropertySyntax {
        let what = try expectWord("'delay' or 'retries'")
        let name = Name("default \(what.text)", keyword.range.union(what.range))
        switch what.text {
        case "delay": return PropertySyntax(name: name, value: try parseValue(.duration))
        case "retries": return PropertySyntax(name: name, value: try parseValue(.integer))
        default:
            throw unknown(what, "a default", ["delay", "retries"])
        }
    }

    /// Reports a word that is not among those known at its place.
    mutating func unknown(_ word: Name, _ what: String, _ known: [String]) -> Failure {
        expected?.note(known, at: word.range)
        return failure(.unknownWord(word: word.text, what: what, known: known), word.range)
    }
}
