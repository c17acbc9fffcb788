extension Parser {
    /// Skips the rest of a line that has a mistake, with every block that is opened in it.
    mutating func recover(startedAt start: Int) {
        if index == start, !isAtEnd, !at(.closeBrace) { advance() }
        // Brackets that the broken line had opened before the mistake.
        var open = 0
        for token in tokens[start..<index] { open += Self.nesting(of: token) }
        open = max(0, open)
        skipLine(openBrackets: open)
    }

    /// Skips to the end of the line, over blocks that it opens; a brace that closes the block around it stays.
    mutating func skipLine(openBrackets: Int = 0) {
        var open = openBrackets
        while !isAtEnd {
            if isAtDeclaration || (open <= 0 && current.kind == .newline) { break }
            let nesting = Self.nesting(of: current)
            if nesting < 0, open == 0, depth > 0, at(.closeBrace) { break }
            open = max(0, open + nesting)
            advance()
        }
        skipNewlines()
    }

    static func nesting(of token: Token) -> Int {
        switch token.kind {
        case .mark(.openBrace): 1
        case .mark(.closeBrace): -1
        default: 0
        }
    }

    /// Reads `{ … }` line by line; a line with a mistake is reported and left out.
    ///
    /// - Parameter commas: whether a comma ends a line as well; not where a line itself may hold commas.
    mutating func block<Line>(
        commas: Bool = true, _ parseLine: (inout Parser) throws(Failure) -> Line
    ) throws(Failure) -> Braced<Line> {
        let open = try expect(.openBrace)
        return try nested { parser throws(Failure) in
            var lines: [Spanned<Line>] = []
            var isComplete = true
            let first = parser.allowances.count
            parser.skipNewlines()
            while !parser.at(.closeBrace) {
                try parser.checkOpen(open)
                let start = parser.index
                do throws(Failure) {
                    let known = parser.allowances.count
                    if try !parser.parseAllowance() {
                        let line = try parseLine(&parser)
                        let range = parser.range(from: start)
                        lines.append(Spanned(line, range))
                        parser.target(range, from: first, before: known)
                    }
                    if !(commas && parser.take(.comma)), !parser.isAtElse { try parser.expectLineEnd() }
                } catch {
                    isComplete = false
                    parser.target(parser.range(from: start), from: first, before: parser.allowances.count)
                    if parser.isUnwinding { throw error }
                    parser.recover(startedAt: start)
                }
                parser.skipNewlines()
            }
            // What is allowed behind the last line is for nothing outside.
            let end = parser.current.range
            parser.target(SourceRange(end.start, end.start), from: first, before: parser.allowances.count)
            parser.advance()
            return Braced(lines, SourceRange(open.start, parser.previousEnd), isComplete: isComplete)
        }
    }

    /// Reads `{ … }` whose last line may be `else -> …`: what stands behind it is reported.
    mutating func branches<Line>(
        otherwise parseElse: (inout Parser, Name) throws(Failure) -> Line,
        _ parseBranch: (inout Parser) throws(Failure) -> Line
    ) throws(Failure) -> Braced<Line> {
        var hasElse = false
        return try block { parser throws(Failure) in
            if hasElse { parser.report(.elseNotLast, parser.current.range) }
            let isForeign = parser.isAtForeignElse
            guard parser.at(word: "else") || isForeign else { return try parseBranch(&parser) }
            hasElse = true
            let name = try parser.expectWord("'else'")
            if isForeign { parser.report(.foreignWord(word: name.text, instead: "else"), name.range) }
            try parser.expect(.arrow, insteadOf: [.assign, .colon])
            return try parseElse(&parser, name)
        }
    }

    /// Whether an `else` stands here that may follow on the same line; a key may be called so too.
    private var isAtElse: Bool { at(foreign: "else") && peek().kind != .mark(.assign) }

    /// Whether the last branch begins here as others write it: `_ -> …`, or `default -> skip`.
    private var isAtForeignElse: Bool {
        guard peek().kind == .mark(.arrow) else { return false }
        let meaning = peek(2).kind
        return at(foreign: "_") || at(foreign: "default") && (meaning == .word("skip") || meaning == .word("absent"))
    }

    /// Fails when the file ends, or goes on with its next declaration, before a block is closed.
    mutating func checkOpen(_ brace: SourceRange) throws(Failure) {
        guard isAtEnd || (isAtDeclaration && !isBalanced) else { return }
        isUnwinding = true
        // A text that is not closed has taken the rest of the file with it, and has been reported.
        if isAtEnd, diagnostics.contains(where: { $0.rule == .unterminatedBlock }) { throw Failure() }
        throw failure(.unclosedBlock(before: current.description), leftOpen(since: brace))
    }

    /// The brace that was left open, as the indentation of the braces behind it says.
    private func leftOpen(since brace: SourceRange) -> SourceRange {
        guard let first = tokens[..<index].lastIndex(where: { $0.range == brace }) else { return brace }
        var open: [SourceRange] = []
        for token in tokens[first..<index] {
            if token.kind == .mark(.openBrace) { open.append(token.range) }
            guard token.kind == .mark(.closeBrace), let last = open.popLast() else { continue }
            let own = indentation(at: token.range.start)
            if own.isFirst, own.width < indentation(at: last.start).width { return last }
        }
        return brace
    }

    /// How far the line of a place is indented, and whether the place is its first character.
    private func indentation(at place: Int) -> (width: Int, isFirst: Bool) {
        let start = source.range(ofLine: source.line(at: place)).start
        var first = start
        while first < place, source.bytes[first] == UInt8(ascii: " ") || source.bytes[first] == UInt8(ascii: "\t") {
            first += 1
        }
        return (first - start, first == place)
    }
}
