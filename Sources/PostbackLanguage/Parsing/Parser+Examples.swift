extension Parser {
    mutating func parseExample(_ keyword: Name) throws(Failure) -> ExampleSyntax {
        let title = try expectText("the example's title in quotes")
        var example = ExampleSyntax(title: title, given: [], range: SourceRange(keyword.range.start, previousEnd))
        _ = try block { parser throws(Failure) -> Void? in
            let word = try parser.expectWord("a line of an example")
            switch word.text {
            case "postback": example.postback = try parser.parseKey()
            case "given": example.given += try parser.parseGiven()
            case "sends": example.expectation = try parser.parseSends()
            case "skips":
                let reason = try parser.expectWord("the reason")
                var about: [Name] = []
                if case .word = parser.current.kind { about = try parser.parsePath("a name") }
                example.expectation = .skips(reason: reason, about: about)
            default:
                let known = ["postback", "given", "sends", "skips"]
                parser.diagnostics.append(
                    .unknownWord(parser.source, word, what: "a line of an example", known: known))
                throw Failure()
            }
            return ()
        }
        return example
    }

    /// Values need no comma between them: each starts with a name and an equals sign.
    private mutating func parseGiven() throws(Failure) -> [GivenSyntax] {
        let open = try expect(.openBrace)
        return try nested { parser throws(Failure) in
            var given: [GivenSyntax] = []
            parser.skipNewlines()
            while !parser.take(.closeBrace) {
                try parser.checkOpen(open)
                if parser.at(word: "sample"), parser.peek().kind != .mark(.dot) {
                    parser.advance()
                    given.append(.sample(try parser.expectWord("a platform")))
                } else {
                    let name = try parser.parsePath("a macro or a field")
                    try parser.expect(.assign)
                    if parser.take(word: "absent") {
                        given.append(.value(name, nil))
                    } else {
                        given.append(.value(name, try parser.parseExpression()))
                    }
                }
                _ = parser.take(.comma)
                parser.skipNewlines()
            }
            return given
        }
    }

    private mutating func parseSends() throws(Failure) -> ExampleSyntax.Expectation {
        let method = try expectWord("GET, POST or PUT")
        let url = try expectText("the URL in quotes")
        var headers: [ExpectedHeaderSyntax] = []
        var body: ExpectedBodySyntax?
        if at(.openBrace) {
            _ = try block { parser throws(Failure) -> Void? in
                let word = try parser.expectWord("'header' or 'body'")
                switch word.text {
                case "header":
                    let name = try parser.expectText("the header's name in quotes")
                    headers.append(
                        ExpectedHeaderSyntax(name: name, value: try parser.expectText("its value in quotes")))
                case "body":
                    let form = try parser.expectWord("'json', 'form' or 'text'")
                    guard ["json", "form", "text"].contains(form.text) else {
                        parser.diagnostics.append(
                            .unknownWord(
                                parser.source, form, what: "a form of a body", known: ["json", "form", "text"]))
                        throw Failure()
                    }
                    body = ExpectedBodySyntax(form: form, text: try parser.expectText("the body in quotes"))
                default:
                    parser.diagnostics.append(
                        .unknownWord(
                            parser.source, word, what: "a part of an expected request", known: ["header", "body"]))
                    throw Failure()
                }
                return ()
            }
        }
        return .sends(method: method, url: url, headers: headers, body: body)
    }
}
