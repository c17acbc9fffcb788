extension Token.Kind {
    /// Whether it is a text in quotes.
    var isText: Bool {
        switch self {
        case .string, .block: true
        case .word, .number, .mark, .newline, .end, .invalid: false
        }
    }
}

extension Parser {
    /// `{ key = value … }`.
    mutating func parseLines() throws(Failure) -> Braced<LineSyntax> {
        try block { parser throws(Failure) in try parser.parseLine() }
    }

    private mutating func parseLine() throws(Failure) -> LineSyntax {
        if at(word: "when"), peek().kind != .mark(.assign) { return try parseConditionalLines() }
        if at(word: "for"), case .word = peek().kind { return try parseLoopLines() }
        if at(foreign: "if"), !isKey(peek()) {
            report(.foreignWord(word: "if", instead: "when"), current.range)
            return try parseConditionalLines()
        }
        if at(foreign: "else"), peek().kind == .mark(.openBrace) || peek().kind == .word("when") {
            throw failure(.elseWithoutWhen, current.range)
        }
        if at(word: "include"), case .word = peek().kind { return try parseIncludedLines() }
        let isInsecure = at(word: "insecure") && peek().kind != .mark(.assign)
        if isInsecure { advance() }
        let presence = parsePresence { next in next.kind != .mark(.assign) }
        if at(word: "bare"), peek().kind.isText {
            let start = index
            advance()
            if peek().kind != .mark(.assign) {
                let text = try parsePrimary()
                let value = ExpressionSyntax(.bare(text), range(from: start))
                return .alone(presence, value: value, isInsecure: isInsecure)
            }
            var key = try parseLineKey()
            key.isBare = true
            return try parsePair(presence, key, isInsecure)
        }
        return try parsePair(presence, try parseLineKey(), isInsecure)
    }

    private mutating func parsePair(
        _ presence: PresenceSyntax, _ key: Name, _ isInsecure: Bool
    ) throws(Failure) -> LineSyntax {
        try expect(.assign, insteadOf: [.colon, .equals, .arrow], " behind the key '\(key.text)'")
        try skipToValue()
        return .pair(presence, key: key, value: try parseExpression(), isInsecure: isInsecure)
    }

    /// `include name`; nil for another line.
    mutating func parseInclude() throws(Failure) -> Name? {
        guard at(word: "include"), case .word = peek().kind else { return nil }
        advance()
        return try expectWord("a name")
    }

    /// `include name`, or `include event.data | without("a")`.
    private mutating func parseIncludedLines() throws(Failure) -> LineSyntax {
        advance()
        let start = index
        let path = try parsePath("a name", takesIndexes: true)
        let value = try parseSteps(of: ExpressionSyntax(.name(path), range(from: start)))
        if case .name = value.kind, path.count == 1, path[0].index == nil { return .include(path[0]) }
        return .entries(value)
    }

    /// Whether what follows a word shows that it is a key.
    private func isKey(_ next: Token) -> Bool {
        switch next.kind {
        case .mark(.assign), .mark(.colon), .mark(.arrow): true
        default: false
        }
    }

    /// Goes to the value behind an equals sign, also on the next line, unless that is a line of its own.
    private mutating func skipToValue() throws(Failure) {
        guard current.kind == .newline else { return }
        let next = significantIndex(from: index)
        let isNextLine = tokens[next].kind == .mark(.closeBrace) || isKey(tokens[min(next + 1, tokens.count - 1)])
        guard !isNextLine else { throw failure(.missingValue, SourceRange(previousEnd - 1, previousEnd)) }
        index = next
    }

    /// `require`, `keep` or `keep null`, unless what follows shows that the word is a key or a value itself.
    mutating func parsePresence(unless isFollowed: (Token) -> Bool) -> PresenceSyntax {
        if at(word: "require"), isFollowed(peek()) {
            advance()
            return .required
        }
        if at(word: "keep"), isFollowed(peek()) {
            advance()
            if at(word: "null"), isFollowed(peek()) {
                advance()
                return .keepNull
            }
            return .keep
        }
        return .optional
    }

    /// A key, which may have words in braces.
    private mutating func parseLineKey() throws(Failure) -> Name {
        guard case .string(let pieces) = current.kind, peek().kind == .mark(.assign) else {
            return try parseUnquotedKey()
        }
        var parts: [KeyPieceSyntax] = []
        for piece in pieces {
            switch piece {
            case .text(let text, _): parts.append(.text(text))
            case .hole(let range):
                let word = source.text(in: range)
                guard SourceFormatter.isWord(word) else { return try parseKey() }
                parts.append(.hole(Name(word, range)))
            }
        }
        guard parts.contains(where: { if case .hole = $0 { true } else { false } }) else { return try parseKey() }
        let text = parts.map { part in
            switch part {
            case .text(let text): text
            case .hole(let name): "{\(name.text)}"
            }
        }
        var key = Name(text.joined(), current.range, isQuoted: true)
        key.pieces = parts
        advance()
        return key
    }

    /// A key without quotes; one with points or brackets in it is reported, and read as what is meant.
    private mutating func parseUnquotedKey() throws(Failure) -> Name {
        let start = index
        let key = try parseKey()
        guard at(.openBracket) || at(.dot), current.range.start == previousEnd else { return key }
        var end = index
        while end < tokens.count - 1, tokens[end].kind != .mark(.assign), tokens[end].kind != .newline { end += 1 }
        guard tokens[end].kind == .mark(.assign) else { return key }
        let range = SourceRange(tokens[start].range.start, tokens[end - 1].range.end)
        let text = source.text(in: range)
        guard !text.contains(where: { "\"{}\\".contains($0) }) else { return key }
        index = end
        report(.unquotedKey(key: text), range)
        return Name(text, range, isQuoted: true)
    }

    /// `item in list`, `item, n in list` or `item, n from 0 in list`, behind `for`.
    mutating func parseLoop() throws(Failure) -> LoopSyntax {
        let variable = try expectWord("a variable")
        var number: Name?
        var first = 1
        if take(.comma) {
            number = try expectWord("a name for the item's number")
            if take(word: "from") { first = try expectInteger() }
        }
        guard take(word: "in") else { throw failure(expected: "'in'") }
        return LoopSyntax(variable: variable, number: number, first: first, list: try parseExpression())
    }

    private mutating func parseLoopLines() throws(Failure) -> LineSyntax {
        let start = current.range
        advance()
        let loop = try parseLoop()
        let range = SourceRange(start.start, previousEnd)
        return .each(loop, try parseLines(), range)
    }

    private mutating func parseConditionalLines() throws(Failure) -> LineSyntax {
        let start = current.range
        advance()
        let condition = try parseCondition()
        let range = SourceRange(start.start, previousEnd)
        let lines = try parseLines()
        var otherwise: Braced<LineSyntax>?
        if take(word: "else") {
            if at(foreign: "if") { report(.foreignWord(word: "if", instead: "when"), current.range) }
            if at(word: "when") || at(foreign: "if") {
                let first = index
                let inner = try nested { parser throws(Failure) in try parser.parseConditionalLines() }
                otherwise = Braced([Spanned(inner, self.range(from: first))], self.range(from: first))
            } else {
                otherwise = try parseLines()
            }
        }
        return .when(condition, lines, otherwise: otherwise, range)
    }
}
