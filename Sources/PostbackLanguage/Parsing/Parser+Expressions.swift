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
        var ahead = 0
        while peek(ahead).kind == .newline { ahead += 1 }
        guard peek(ahead).kind == .mark(mark) else { return false }
        index += ahead + 1
        skipNewlines()
        return true
    }

    private mutating func parsePipeline() throws(Failure) -> ExpressionSyntax {
        let value = try parsePrimary()
        var steps: [StepSyntax] = []
        while takeContinuation(.pipe) { steps.append(try parseStep()) }
        guard let last = steps.last else { return value }
        return ExpressionSyntax(.pipeline(value, steps), value.range.union(last.range))
    }

    private mutating func parseStep() throws(Failure) -> StepSyntax {
        let name = try expectWord("a transform or a map")
        var arguments: [ExpressionSyntax] = []
        if take(.openParenthesis) {
            skipNewlines()
            while !at(.closeParenthesis) {
                arguments.append(try parseExpression())
                skipNewlines()
                guard take(.comma) else { break }
                skipNewlines()
            }
            try expect(.closeParenthesis)
        }
        return StepSyntax(name: name, arguments: arguments, range: SourceRange(name.range.start, previousEnd))
    }

    private mutating func parsePrimary() throws(Failure) -> ExpressionSyntax {
        let token = current
        switch token.kind {
        case .string(let pieces):
            advance()
            return ExpressionSyntax(.text(try parsePieces(pieces)), token.range)
        case .block(let text):
            advance()
            return ExpressionSyntax(.text([.literal(text, token.range)]), token.range)
        case .number(let number, let unit):
            advance()
            guard unit.isEmpty else {
                diagnostics.append(.expected(source, token.range, "a number", found: "'\(number)\(unit)'"))
                return ExpressionSyntax(.invalid, token.range)
            }
            return ExpressionSyntax(.number(number), token.range)
        case .mark(.openBracket):
            return try parseList()
        case .mark(.openBrace):
            let lines = try parseLines()
            return ExpressionSyntax(.object(lines), SourceRange(token.range.start, previousEnd))
        case .mark(.openParenthesis):
            advance()
            skipNewlines()
            let inner = try parseExpression()
            skipNewlines()
            try expect(.closeParenthesis)
            return ExpressionSyntax(inner.kind, SourceRange(token.range.start, previousEnd))
        case .word("true"), .word("false"):
            advance()
            return ExpressionSyntax(.boolean(token.kind == .word("true")), token.range)
        case .word("when") where peek().kind == .mark(.openBrace):
            return try parseChoice()
        case .word("json") where peek().kind == .mark(.openBrace) || peek().kind == .mark(.openBracket):
            advance()
            let inner = try parsePrimary()
            return ExpressionSyntax(.json(inner), token.range.union(inner.range))
        case .word:
            let name = try parsePath("a value")
            return ExpressionSyntax(.name(name), SourceRange(token.range.start, previousEnd))
        default:
            throw failure(expected: "a value")
        }
    }

    private mutating func parsePieces(_ pieces: [Token.StringPiece]) throws(Failure) -> [TextPieceSyntax] {
        var result: [TextPieceSyntax] = []
        for piece in pieces {
            switch piece {
            case .text(let text, let range): result.append(.literal(text, range))
            case .hole(let range):
                guard depth < Self.maximumDepth else {
                    diagnostics.append(.nestedTooDeeply(source, range))
                    throw Failure()
                }
                var inner = Parser(source, in: range, depth: depth + 1)
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
    mutating func parsePath(_ what: String) throws(Failure) -> [Name] {
        var parts = [try expectWord(what)]
        while take(.dot) {
            if case .string = current.kind {
                let text = try expectText("a key")
                parts.append(Name(text.text, text.range))
            } else if at(.star) {
                parts.append(Name("*", current.range))
                advance()
            } else {
                parts.append(try expectWord("a name behind the dot"))
            }
        }
        return parts
    }

    private mutating func parseList() throws(Failure) -> ExpressionSyntax {
        let start = try expect(.openBracket)
        return try nested { parser throws(Failure) in
            parser.skipNewlines()
            if parser.at(word: "for") { return try parser.parseEach(start: start) }
            var elements: [ElementSyntax] = []
            while !parser.at(.closeBracket) {
                let presence = parser.parsePresence { next in
                    switch next.kind {
                    case .mark(.comma), .mark(.closeBracket), .mark(.pipe), .mark(.dot), .mark(.fallback): false
                    default: true
                    }
                }
                elements.append(ElementSyntax(presence: presence, value: try parser.parseExpression()))
                parser.skipNewlines()
                guard parser.take(.comma) else { break }
                parser.skipNewlines()
            }
            try parser.expect(.closeBracket)
            return ExpressionSyntax(.list(elements), SourceRange(start.start, parser.previousEnd))
        }
    }

    private mutating func parseEach(start: SourceRange) throws(Failure) -> ExpressionSyntax {
        advance()
        let variable = try expectWord("a variable")
        guard take(word: "in") else { throw failure(expected: "'in'") }
        let list = try parseExpression()
        try expect(.colon)
        skipNewlines()
        let yield = try parseExpression()
        skipNewlines()
        try expect(.closeBracket)
        return ExpressionSyntax(
            .each(variable: variable, list: list, yield: yield), SourceRange(start.start, previousEnd))
    }

    private mutating func parseChoice() throws(Failure) -> ExpressionSyntax {
        let start = current.range
        advance()
        var otherwise: ExpressionSyntax?
        let branches = try block { parser throws(Failure) -> BranchSyntax? in
            if parser.at(word: "else"), parser.peek().kind == .mark(.arrow) {
                parser.advance()
                parser.advance()
                otherwise = try parser.parseExpression()
                return nil
            }
            let condition = try parser.parseCondition()
            try parser.expect(.arrow)
            return BranchSyntax(condition: condition, value: try parser.parseExpression())
        }
        return ExpressionSyntax(.choose(branches, otherwise: otherwise), SourceRange(start.start, previousEnd))
    }
}
