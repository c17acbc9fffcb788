extension Parser {
    mutating func parseExample(_ keyword: Name) throws(Failure) -> ExampleSyntax {
        let title = try expectText("the example's title in quotes")
        let range = SourceRange(keyword.range.start, previousEnd)
        var seen: Set<String> = []
        let body = try block(commas: false) { parser throws(Failure) in
            let word = try parser.expectWord("a line of an example")
            if word.text == "postback", !seen.insert(word.text).inserted {
                throw parser.failure(.repeatedLine(line: "a postback"), word.range)
            }
            return try parser.parseExampleLine(word)
        }
        return ExampleSyntax(title: title, body: body, range: range)
    }

    private mutating func parseExampleLine(_ word: Name) throws(Failure) -> ExampleSyntax.Line {
        switch word.text {
        case "postback": return .postback(try parseKey())
        case "given": return .given(try parseGiven())
        case "sends": return .expectation(try parseSends())
        case "skips":
            let (reason, about) = try parseSkip()
            return .expectation(.skips(reason: reason, about: about))
        case "with", "without": return .variation(try parseVariation(word))
        case "answers": return .answer(try parseAnswer(word))
        case "rows":
            let map = try expectWord("the name of a map")
            let rows = try block { parser throws(Failure) in
                let key = try parser.parseKey()
                try parser.expect(.arrow, insteadOf: [.assign, .colon])
                if parser.take(word: "skip") { return ExampleSyntax.RowSyntax(key: key, value: .skip) }
                if parser.take(word: "absent") { return ExampleSyntax.RowSyntax(key: key, value: .absent) }
                return ExampleSyntax.RowSyntax(key: key, value: .value(try parser.parseExpression()))
            }
            return .rows(map: map, rows)
        default:
            throw unknown(
                word, "a line of an example",
                ["postback", "given", "sends", "skips", "with", "without", "answers", "rows"])
        }
    }

    /// What stands behind `skips`.
    private mutating func parseSkip() throws(Failure) -> (reason: Name, about: [Name]) {
        let reason = try expectWord("the reason")
        guard case .word = current.kind else { return (reason, []) }
        return (reason, try parsePath("a name", takesIndexes: true))
    }

    /// `with name = value, … without name, … skips reason name`, behind its first word.
    private mutating func parseVariation(_ keyword: Name) throws(Failure) -> ExampleSyntax.VariationSyntax {
        var changed: [GivenSyntax] = []
        var removed: [[Name]] = []
        var word = keyword
        if word.text == "with" {
            repeat { changed.append(try parseGivenValue()) } while take(.comma)
            word = try expectWord("'without' or 'skips'")
        }
        if word.text == "without" {
            repeat { removed.append(try parsePath("a macro or a field")) } while take(.comma)
            word = try expectWord("'skips'")
        }
        guard word.text == "skips" else {
            throw unknown(word, "what an example expects of other values", ["skips"])
        }
        let (reason, about) = try parseSkip()
        return ExampleSyntax.VariationSyntax(
            changed: changed, removed: removed, reason: reason, about: about,
            range: SourceRange(keyword.range.start, previousEnd))
    }

    /// `answers 200 header "…" "…" body json "…" succeeds`.
    private mutating func parseAnswer(_ keyword: Name) throws(Failure) -> ExampleSyntax.AnswerSyntax {
        let status = try expectInteger()
        var parts: [ExpectedPartSyntax] = []
        while at(word: "header") || at(word: "body") {
            parts.append(try parsePart(try expectWord("'header' or 'body'"), "an answer"))
        }
        let meaning = try expectWord("'succeeds', 'retries' or 'fails'")
        guard ["succeeds", "retries", "fails"].contains(meaning.text) else {
            throw unknown(meaning, "what an answer does", ["succeeds", "retries", "fails"])
        }
        return ExampleSyntax.AnswerSyntax(
            status: status, parts: parts, meaning: meaning,
            range: SourceRange(keyword.range.start, previousEnd))
    }

    /// A header or a body, behind its word.
    private mutating func parsePart(_ word: Name, _ what: String) throws(Failure) -> ExpectedPartSyntax {
        switch word.text {
        case "header":
            let name = try expectText("the header's name in quotes")
            return .header(name: name, value: try expectText("its value in quotes"))
        case "body":
            let form = try expectWord("'json', 'form' or 'text'")
            guard ["json", "form", "text"].contains(form.text) else {
                throw unknown(form, "a form of a body", ["json", "form", "text"])
            }
            return .body(form: form, text: try expectText("the body in quotes"))
        default: throw unknown(word, "a part of \(what)", ["header", "body"])
        }
    }

    /// Values need no comma between them: each starts with a name and an equals sign.
    private mutating func parseGiven() throws(Failure) -> Braced<GivenSyntax> {
        let open = try expect(.openBrace)
        return try nested { parser throws(Failure) in
            var given: [Spanned<GivenSyntax>] = []
            parser.skipNewlines()
            while !parser.take(.closeBrace) {
                try parser.checkOpen(open)
                let start = parser.index
                let known = parser.allowances.count
                if try !parser.parseAllowance() {
                    let value = try parser.parseGivenValue()
                    let range = parser.range(from: start)
                    given.append(Spanned(value, range))
                    parser.target(range, before: known)
                }
                _ = parser.take(.comma)
                parser.skipNewlines()
            }
            return Braced(given, SourceRange(open.start, parser.previousEnd))
        }
    }

    private mutating func parseGivenValue() throws(Failure) -> GivenSyntax {
        if at(word: "sample"), peek().kind != .mark(.dot) {
            advance()
            return .sample(try expectWord("a platform"))
        }
        let name = try parsePath("a macro or a field")
        try expect(.assign, insteadOf: [.colon, .equals])
        skipNewlines()
        if take(word: "absent") { return .value(name, nil) }
        return .value(name, try parseExpression())
    }

    private mutating func parseSends() throws(Failure) -> ExampleSyntax.Expectation {
        let method = try expectWord("GET, POST or PUT")
        let url = try expectText("the URL in quotes")
        var parts: Braced<ExpectedPartSyntax>?
        if at(.openBrace) {
            var hasBody = false
            parts = try block { parser throws(Failure) in
                let word = try parser.expectWord("'header' or 'body'")
                if word.text == "body" {
                    if hasBody { throw parser.failure(.repeatedLine(line: "a body"), word.range) }
                    hasBody = true
                }
                return try parser.parsePart(word, "an expected request")
            }
        }
        return .sends(method: method, url: url, parts)
    }
}
