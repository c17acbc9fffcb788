extension Parser {
    /// `a ?? b`, each side a pipeline.
    mutating func parseExpression() throws(Failure) -> ExpressionSyntax {
        try nested { parser throws(Failure) in
            let first = try parser.parsePipeline()
            var values = [first]
            while parser.takeContinuation(.fallback) { values.append(try parser.parsePipeline()) }
            guard values.count > 1, let last = values.last else { return first }
            return ExpressionSyntax(.fallback(values), first.range.union(last.range))
        }
    }

    /// Takes `mark`, also at the start of the next line.
    private mutating func takeContinuation(_ mark: Token.Mark) -> Bool {
        guard nextSignificant.kind == .mark(mark) else { return false }
        skipNewlines()
        advance()
        skipNewlines()
        return true
    }

    private mutating func parsePipeline() throws(Failure) -> ExpressionSyntax {
        try parseSteps(of: try parsePrimary())
    }

    /// A value with the steps behind it.
    mutating func parseSteps(of value: ExpressionSyntax) throws(Failure) -> ExpressionSyntax {
        let steps = try parseSteps()
        guard let last = steps.last else { return value }
        return ExpressionSyntax(.pipeline(value, steps), value.range.union(last.range))
    }

    /// The steps that follow, each behind a bar.
    mutating func parseSteps() throws(Failure) -> [StepSyntax] {
        var steps: [StepSyntax] = []
        while takeContinuation(.pipe) { steps.append(try parseStep()) }
        return steps
    }

    private mutating func parseStep() throws(Failure) -> StepSyntax {
        let name = try expectWord("a transform or a map")
        var arguments: [ExpressionSyntax] = []
        let open = current.range
        if take(.openParenthesis) {
            skipNewlines()
            while !at(.closeParenthesis) {
                arguments.append(try parseArgument())
                guard takeComma(before: .closeParenthesis) else { break }
                skipNewlines()
            }
            if nextSignificant.kind == .mark(.closeParenthesis) { skipNewlines() }
            try expectClosing(.closeParenthesis, of: open)
        }
        return StepSyntax(name: name, arguments: arguments, range: SourceRange(name.range.start, previousEnd))
    }

    /// An argument of a transform: a value, or a duration.
    private mutating func parseArgument() throws(Failure) -> ExpressionSyntax {
        guard case .number(_, let unit) = current.kind, !unit.isEmpty else { return try parseExpression() }
        let duration = try expectDuration()
        return ExpressionSyntax(.duration(duration), duration.range)
    }

    mutating func parsePrimary() throws(Failure) -> ExpressionSyntax {
        let token = current
        expected?.note(["true", "false", "when", "json", "bare"], at: token.range)
        switch token.kind {
        case .string(let pieces):
            advance()
            return ExpressionSyntax(.text(try parsePieces(pieces)), token.range)
        case .block(let text):
            advance()
            return ExpressionSyntax(.block(text), token.range)
        case .number(let number, let unit):
            advance()
            guard unit.isEmpty else {
                report(Self.expectation(of: "a number", token), token.range)
                return ExpressionSyntax(.invalid, token.range)
            }
            return ExpressionSyntax(.number(number), token.range)
        case .mark(.openBracket):
            return try parseList()
        case .mark(.openBrace) where isBracedName:
            return try parseBracedName()
        case .mark(.openBrace):
            let lines = try parseLines()
            return ExpressionSyntax(.object(lines), SourceRange(token.range.start, previousEnd))
        case .mark(.openParenthesis):
            advance()
            skipNewlines()
            let inner = try parseExpression()
            if nextSignificant.kind == .mark(.closeParenthesis) { skipNewlines() }
            try expectClosing(.closeParenthesis, of: token.range)
            return ExpressionSyntax(inner.kind, SourceRange(token.range.start, previousEnd))
        case .word("true"), .word("false"):
            advance()
            return ExpressionSyntax(.boolean(token.kind == .word("true")), token.range)
        case .word("when") where peek().kind == .mark(.openBrace):
            return try parseChoice()
        case .word("json") where startsValue(peek()):
            advance()
            let inner = try nested { parser throws(Failure) in try parser.parsePrimary() }
            return ExpressionSyntax(.json(inner), token.range.union(inner.range))
        case .word("bare") where peek().kind.isText:
            advance()
            let text = try parsePrimary()
            return ExpressionSyntax(.bare(text), token.range.union(text.range))
        case .word(let word) where peek().kind == .mark(.openParenthesis):
            report(.functionCall(name: word), token.range)
            return try skipCall()
        case .word:
            let name = try parsePath("a value", takesIndexes: true)
            return ExpressionSyntax(.name(name), SourceRange(token.range.start, previousEnd))
        default:
            throw failure(expected: "a value")
        }
    }

    /// Whether what follows `json` is what becomes text.
    private func startsValue(_ token: Token) -> Bool {
        switch token.kind {
        case .mark(.openBrace), .mark(.openBracket), .mark(.openParenthesis): true
        case .word(let word): !["json", "bare", "true", "false"].contains(word)
        default: false
        }
    }

    /// Whether a dotted name stands between braces, alone.
    private var isBracedName: Bool {
        guard case .word = peek().kind else { return false }
        if peek(2).kind == .mark(.closeBrace) { return true }
        guard peek(2).kind == .mark(.dot) else { return false }
        var ahead = 3
        while case .word = peek(ahead).kind, peek(ahead + 1).kind == .mark(.dot) { ahead += 2 }
        return peek(ahead + 1).kind == .mark(.closeBrace)
    }

    private mutating func parseBracedName() throws(Failure) -> ExpressionSyntax {
        let start = index
        advance()
        let name = try parsePath("a value")
        advance()
        let range = range(from: start)
        report(.bracedValue(name: name.map(\.text).joined(separator: ".")), range)
        return ExpressionSyntax(.name(name), range)
    }

    /// Passes over a call with its arguments, which have been reported as a whole.
    private mutating func skipCall() throws(Failure) -> ExpressionSyntax {
        let start = index
        advance()
        var open = 0
        repeat {
            if at(.openParenthesis) { open += 1 }
            if at(.closeParenthesis) { open -= 1 }
            advance()
        } while open > 0 && current.kind != .newline && !isAtEnd
        return ExpressionSyntax(.invalid, range(from: start))
    }

    private mutating func parsePieces(_ pieces: [Token.StringPiece]) throws(Failure) -> [TextPieceSyntax] {
        var result: [TextPieceSyntax] = []
        for piece in pieces {
            switch piece {
            case .text(let text, let range): result.append(.literal(text, range))
            case .hole(let range):
                let inside = source.text(in: range)
                if inside.hasPrefix("{"), inside.hasSuffix("}") {
                    // Two braces are another language's hole: the text as it stands is judged later.
                    result.append(.literal("{\(inside)}", SourceRange(range.start - 1, range.end + 1)))
                    continue
                }
                guard depth < Self.maximumDepth else { throw failure(.nestedTooDeeply, range) }
                var inner = Parser(source, in: range, depth: depth + 1, expected: expected)
                if inner.isAtEnd {
                    // The lexer has reported the hole without a value.
                    result.append(.hole(ExpressionSyntax(.invalid, range)))
                    continue
                }
                do throws(Failure) {
                    let value = try inner.parseExpression()
                    if !inner.isAtEnd { throw inner.failure(expected: "'}'") }
                    result.append(.hole(value))
                } catch {
                    result.append(.hole(ExpressionSyntax(.invalid, range)))
                }
                diagnostics += inner.diagnostics
            }
        }
        return result
    }

    /// A dotted name; the last part of an entry of an open map may be quoted.
    ///
    /// - Parameter takesIndexes: whether a part may be the number of an element, `[0]`.
    mutating func parsePath(_ what: String, takesIndexes: Bool = false) throws(Failure) -> [Name] {
        var parts = [try expectWord(what)]
        while true {
            if takesIndexes, at(.openBracket), case .number = peek().kind, peek(2).kind == .mark(.closeBracket) {
                let start = index
                advance()
                let number = try expectInteger()
                try expect(.closeBracket)
                parts.append(Name(index: number, range(from: start)))
                continue
            }
            guard take(.dot) else { return parts }
            if case .string = current.kind {
                let text = try expectText("a key")
                parts.append(Name(text.text, text.range, isQuoted: true))
            } else if at(.star) {
                parts.append(Name("*", current.range))
                advance()
            } else {
                parts.append(try expectWord("a name behind the dot"))
            }
        }
    }

    private mutating func parseList() throws(Failure) -> ExpressionSyntax {
        let start = try expect(.openBracket)
        return try nested { parser throws(Failure) in
            parser.skipNewlines()
            if parser.at(word: "for") { return try parser.parseEach(start: start) }
            var elements: [Spanned<ElementSyntax>] = []
            while !parser.at(.closeBracket) {
                if parser.at(foreign: "for"), case .word = parser.peek().kind {
                    throw parser.failure(.loopAmongElements, parser.current.range)
                }
                let first = parser.index
                let element = try parser.parseElement()
                elements.append(Spanned(element, parser.range(from: first)))
                guard parser.takeComma(before: .closeBracket) else { break }
                parser.skipNewlines()
            }
            if parser.nextSignificant.kind == .mark(.closeBracket) { parser.skipNewlines() }
            try parser.expectClosing(.closeBracket, of: start)
            return ExpressionSyntax(.list(elements), SourceRange(start.start, parser.previousEnd))
        }
    }

    private mutating func parseElement() throws(Failure) -> ElementSyntax {
        let presence = parsePresence { next in
            switch next.kind {
            case .mark(.comma), .mark(.closeBracket), .mark(.pipe), .mark(.dot), .mark(.fallback): false
            default: true
            }
        }
        return ElementSyntax(presence: presence, value: try parseExpression())
    }

    private mutating func parseEach(start: SourceRange) throws(Failure) -> ExpressionSyntax {
        advance()
        let loop = try parseLoop()
        try expect(.colon)
        skipNewlines()
        let yield = try parseElement()
        if nextSignificant.kind == .mark(.closeBracket) { skipNewlines() }
        try expectClosing(.closeBracket, of: start)
        return ExpressionSyntax(
            .each(loop, yield: yield), SourceRange(start.start, previousEnd))
    }

    private mutating func parseChoice() throws(Failure) -> ExpressionSyntax {
        let start = current.range
        advance()
        let branches = try branches { parser, _ throws(Failure) -> BranchSyntax in
            .otherwise(try parser.parseExpression())
        } _: { parser throws(Failure) -> BranchSyntax in
            let condition = try parser.parseCondition()
            try parser.expect(.arrow, insteadOf: [.assign, .colon])
            return .branch(condition, try parser.parseExpression())
        }
        return ExpressionSyntax(.choose(branches), SourceRange(start.start, previousEnd))
    }
}
