extension Parser {
    mutating func parsePostback(_ keyword: Name) throws(Failure) -> PostbackSyntax {
        var postback = PostbackSyntax(
            triggers: [], conditions: [], alternatives: [], definitions: [], blocks: [], range: keyword.range)
        repeat {
            let isQuoted = if case .string = current.kind { true } else { false }
            postback.triggers.append(TriggerSyntax(name: try parseKey(), isQuoted: isQuoted))
        } while take(.comma)
        if take(word: "on") { postback.platform = try expectWord("a platform") }
        if take(word: "deprecated") { postback.deprecation = try expectText("what to use instead") }
        postback.range = SourceRange(keyword.range.start, previousEnd)
        var hasStrayLine = false
        _ = try block { parser throws(Failure) -> Void? in
            try parser.parsePostbackLine(into: &postback, &hasStrayLine)
        }
        return postback
    }

    private static let postbackLines =
        ["send", "require", "let", "GET", "POST", "PUT", "path", "json", "text"]
        + BlockSyntax.LineBlock.allCases.map(\.rawValue)

    private mutating func parsePostbackLine(
        into postback: inout PostbackSyntax, _ hasStrayLine: inout Bool
    ) throws(Failure) {
        let keyword = try expectWord("a line of a postback")
        if at(.assign) {
            // The first line behind a brace that is closed too early tells; the others would only repeat it.
            if !hasStrayLine { diagnostics.append(.strayLine(source, keyword)) }
            hasStrayLine = true
            throw Failure()
        }
        switch keyword.text {
        case "send":
            guard take(word: "when") else { throw failure(expected: "'when'") }
            postback.conditions.append(try parseCondition())
        case "require":
            guard take(word: "any"), take(word: "of") else { throw failure(expected: "'any of'") }
            postback.alternatives.append(try parseAlternatives(keyword))
        case "let": postback.definitions.append(try parseDefinition())
        case "GET", "POST", "PUT":
            guard postback.request == nil else {
                diagnostics.append(.expected(source, keyword.range, "one request line", found: "another one"))
                throw Failure()
            }
            let endpoint = try expectWord("an endpoint")
            var path: ExpressionSyntax?
            if case .string = current.kind { path = try parseExpression() }
            postback.request = RequestLineSyntax(
                method: keyword, endpoint: endpoint, path: path, range: SourceRange(keyword.range.start, previousEnd))
        case "path":
            let separator = try expectText("the separator in quotes")
            postback.blocks.append(
                BlockSyntax(kind: .pathPairs(separator: separator, try parseLines()), name: keyword))
        case "json":
            guard at(.openBrace) || at(.openBracket) else { throw failure(expected: "'{' or '['") }
            postback.blocks.append(BlockSyntax(kind: .json(try parseExpression()), name: keyword))
        case "text": postback.blocks.append(BlockSyntax(kind: .text(try parseExpression()), name: keyword))
        default:
            guard let block = BlockSyntax.LineBlock(rawValue: keyword.text) else {
                diagnostics.append(
                    .unknownWord(source, keyword, what: "a line of a postback", known: Self.postbackLines))
                throw Failure()
            }
            postback.blocks.append(BlockSyntax(kind: .lines(block, try parseLines()), name: keyword))
        }
    }

    private mutating func parseAlternatives(_ keyword: Name) throws(Failure) -> AlternativesSyntax {
        var groups: [[ExpressionSyntax]] = []
        repeat {
            skipNewlines()
            var group = [try parseExpression()]
            while take(word: "and") { group.append(try parseExpression()) }
            groups.append(group)
        } while take(.comma)
        return AlternativesSyntax(groups: groups, range: SourceRange(keyword.range.start, previousEnd))
    }
}
