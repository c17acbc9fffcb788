extension Parser {
    /// `{ key = value … }`.
    mutating func parseLines() throws(Failure) -> Braced<LineSyntax> {
        try block { parser throws(Failure) in try parser.parseLine() }
    }

    private mutating func parseLine() throws(Failure) -> LineSyntax {
        if at(word: "when"), peek().kind != .mark(.assign) { return try parseConditionalLines() }
        if at(word: "if"), !isKey(peek()) {
            report(.foreignWord(word: "if", instead: "when"), current.range)
            return try parseConditionalLines()
        }
        if at(word: "else"), peek().kind == .mark(.openBrace) || peek().kind == .word("when") {
            throw failure(.elseWithoutWhen, current.range)
        }
        if let name = try parseInclude() { return .include(name) }
        let isInsecure = at(word: "insecure") && peek().kind != .mark(.assign)
        if isInsecure { advance() }
        let presence = parsePresence { next in next.kind != .mark(.assign) }
        let key = try parseKey()
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

    private mutating func parseConditionalLines() throws(Failure) -> LineSyntax {
        let start = current.range
        advance()
        let condition = try parseCondition()
        let range = SourceRange(start.start, previousEnd)
        let lines = try parseLines()
        var otherwise: Braced<LineSyntax>?
        if take(word: "else") {
            if at(word: "when") {
                let first = index
                let inner = try parseConditionalLines()
                otherwise = Braced([Spanned(inner, self.range(from: first))], self.range(from: first))
            } else {
                otherwise = try parseLines()
            }
        }
        return .when(condition, lines, otherwise: otherwise, range)
    }
}
