extension Parser {
    /// `{ key = value … }`.
    mutating func parseLines() throws(Failure) -> Braced<LineSyntax> {
        try block { parser throws(Failure) in try parser.parseLine() }
    }

    private mutating func parseLine() throws(Failure) -> LineSyntax {
        if at(word: "when"), peek().kind != .mark(.assign) { return try parseConditionalLines() }
        let isInsecure = at(word: "insecure") && peek().kind != .mark(.assign)
        if isInsecure { advance() }
        let presence = parsePresence { next in next.kind != .mark(.assign) }
        let key = try parseKey()
        try expect(.assign, insteadOf: [.colon, .equals, .arrow], " behind the key '\(key.text)'")
        skipNewlines()
        return .pair(presence, key: key, value: try parseExpression(), isInsecure: isInsecure)
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
