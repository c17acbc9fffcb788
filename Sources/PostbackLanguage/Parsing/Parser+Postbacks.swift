extension Parser {
    mutating func parsePostback(_ keyword: Name) throws(Failure) -> PostbackSyntax {
        var postback = PostbackSyntax(
            triggers: [], body: Braced([], keyword.range), range: keyword.range)
        repeat { postback.triggers.append(try parseKey("a kind of event or an event's name")) } while takeListComma()
        if take(word: "on") { postback.platform = try expectWord("a platform") }
        if take(word: "deprecated") { postback.deprecation = try expectText("what to use instead") }
        postback.range = SourceRange(keyword.range.start, previousEnd)
        postback.body = try parsePostbackBody()
        return postback
    }

    /// `{ … }` with the lines of a postback.
    mutating func parsePostbackBody() throws(Failure) -> Braced<PostbackLineSyntax> {
        var hasStrayLine = false
        var hasRequest = false
        var hasLoop = false
        return try block(commas: false) { parser throws(Failure) in
            if let name = try parser.parseInclude() { return .include(name) }
            return try parser.parsePostbackLine(&hasStrayLine, &hasRequest, &hasLoop)
        }
    }

    private static let postbackLines =
        ["for", "send", "require", "let", "include", "GET", "POST", "PUT"] + BlockWord.allCases.map(\.rawValue)

    private mutating func parsePostbackLine(
        _ hasStrayLine: inout Bool, _ hasRequest: inout Bool, _ hasLoop: inout Bool
    ) throws(Failure) -> PostbackLineSyntax {
        if at(word: "for"), case .word = peek().kind {
            guard !hasLoop else { throw failure(.repeatedLine(line: "a 'for' of the whole postback"), current.range) }
            hasLoop = true
            advance()
            return .each(try parseLoop())
        }
        let keyword = try expectWord("a line of a postback")
        if at(.assign), peek().kind == .mark(.openBrace), BlockWord(rawValue: keyword.text)?.form == .lines {
            report(.assignedBlock(word: keyword.text), current.range)
            advance()
        }
        if at(.assign) {
            // The first line behind a brace that is closed too early tells; the others would only repeat it.
            if !hasStrayLine { report(.strayLine(key: keyword.text), keyword.range) }
            hasStrayLine = true
            throw Failure()
        }
        switch keyword.text {
        case "send":
            guard take(word: "when") else { throw failure(expected: "'when'") }
            return .condition(try parseCondition())
        case "require":
            guard take(word: "any"), take(word: "of") else { throw failure(expected: "'any of'") }
            return .alternatives(try parseAlternatives(keyword))
        case "let": return .definition(try parseDefinition())
        case "GET", "POST", "PUT":
            guard !hasRequest else { throw failure(.repeatedLine(line: "a request line"), keyword.range) }
            hasRequest = true
            if case .string(let pieces) = current.kind, case .text(let text, _)? = pieces.first, text.hasPrefix("http"),
                text.contains("://")
            {
                let host = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).prefix(3)
                let example =
                    "endpoint api \"\(host.prefix(2).joined(separator: "/"))/\(host.last?.prefix { $0 != "/" } ?? "")\""
                throw failure(.urlOfRequest(method: keyword.text, example: example), current.range)
            }
            let endpoint = try expectWord("the name of an endpoint")
            var path: ExpressionSyntax?
            if case .string = current.kind { path = try parseExpression() }
            let range = SourceRange(keyword.range.start, previousEnd)
            return .request(RequestLineSyntax(method: keyword, endpoint: endpoint, path: path, range: range))
        default:
            guard let word = BlockWord(rawValue: keyword.text) else {
                let isMethod = ["get", "post", "put", "patch", "delete", "head"].contains(keyword.text.lowercased())
                if isMethod { throw failure(.unknownMethod(word: keyword.text), keyword.range) }
                expected?.note(Self.postbackLines, at: keyword.range)
                throw failure(
                    .unknownWord(
                        word: keyword.text, what: "a line of a postback", known: Self.postbackLines,
                        isSure: at(.openBrace)), keyword.range)
            }
            return .block(BlockSyntax(word: word, content: try parseContent(word.form), range: keyword.range))
        }
    }

    private mutating func parseContent(_ form: BlockWord.Form) throws(Failure) -> BlockSyntax.Content {
        switch form {
        case .lines: return .lines(try parseLines())
        case .separatedLines:
            let separator = try expectText("the separator in quotes")
            return .separated(separator, try parseLines())
        case .structure:
            if case .word(let word) = current.kind, !["bare", "json", "true", "false"].contains(word) {
                return .value(try parseExpression())
            }
            guard at(.openBrace) || at(.openBracket) else { throw failure(expected: "'{' or '['") }
            return .value(try parseExpression())
        case .value: return .value(try parseExpression())
        }
    }

    private mutating func parseAlternatives(_ keyword: Name) throws(Failure) -> AlternativesSyntax {
        var groups: [[ExpressionSyntax]] = []
        repeat {
            var group = [try parseExpression()]
            while take(word: "and") { group.append(try parseExpression()) }
            groups.append(group)
        } while takeListComma()
        return AlternativesSyntax(groups: groups, range: SourceRange(keyword.range.start, previousEnd))
    }
}
