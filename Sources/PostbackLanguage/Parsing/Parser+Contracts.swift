extension Parser {
    /// The words that start a declaration of a contract.
    static let contractDeclarations = ["contract", "evidence", "request", "answer"]
    /// The words that start a block of a request in a contract.
    static let contractBlocks = ["query", "matrix", "headers", "form", "json", "text"]

    /// Reads a contract.
    public static func parseContract(_ source: SourceFile) -> (ContractSyntax, [Diagnostic]) {
        var parser = Parser(source)
        parser.declarations = contractDeclarations
        var contract = ContractSyntax()
        parser.skipNewlines()
        while !parser.isAtEnd {
            let start = parser.index
            if parser.at(.closeBrace) {
                if parser.diagnostics.isEmpty { parser.report(.strayBrace, parser.current.range) }
                parser.advance()
                parser.skipNewlines()
                continue
            }
            do throws(Failure) {
                try parser.parseContractDeclaration(&contract)
                try parser.expectLineEnd()
            } catch {
                if parser.isUnwinding, parser.index > start {
                    parser.isUnwinding = false
                } else {
                    parser.recover(startedAt: start)
                }
                while !parser.isAtEnd, !parser.isAtDeclaration { parser.skipLine() }
            }
            parser.skipNewlines()
        }
        return (contract, parser.diagnostics)
    }

    private mutating func parseContractDeclaration(_ contract: inout ContractSyntax) throws(Failure) {
        let start = index
        let keyword = try expectWord("a declaration")
        switch keyword.text {
        case "contract":
            guard contract.id == nil else {
                throw failure(.repeatedLine(line: "a line 'contract'"), keyword.range)
            }
            contract.id = try expectWord("the partner's id")
            contract.label = try expectText("the partner's name in quotes")
        case "evidence":
            let name = try expectWord("a name for it")
            let kind = try expectWord("'documentation', 'connector', 'legacy' or 'observed'")
            let address = try expectText("its address in quotes")
            guard take(word: "read") else { throw failure(expected: "'read' and a date") }
            let evidence = EvidenceSyntax(name: name, kind: kind, address: address, day: try parseDate())
            contract.evidence.append(Spanned(evidence, range(from: start)))
        case "request":
            let name = try expectWord("a name for it")
            let lines = try block(commas: false) { parser throws(Failure) in try parser.parseContractRequestLine() }
            contract.requests.append(Spanned(ContractRequestSyntax(name: name, lines: lines), range(from: start)))
        case "answer":
            let meaning = try expectWord("'success', 'retry' or 'failure'")
            guard case .codes(let codes, _) = try parseValue(.codes) else {
                throw failure(expected: "status codes")
            }
            var answer = ContractAnswerSyntax(meaning: meaning, codes: codes)
            switch current.kind {
            case .string, .block: answer.body = try expectText("a body")
            default: break
            }
            answer.evidence = try parseEvidence()
            contract.answers.append(Spanned(answer, range(from: start)))
        default: throw unknown(keyword, "a declaration", Self.contractDeclarations)
        }
    }

    /// `by docs`, where it stands.
    mutating func parseEvidence() throws(Failure) -> Name? {
        take(word: "by") ? try expectWord("the name of the evidence") : nil
    }

    private mutating func parseContractRequestLine() throws(Failure) -> ContractRequestLineSyntax {
        guard case .word(let word) = current.kind else { throw failure(expected: "a method, a block or a rule") }
        if Self.contractBlocks.contains(word), peek().kind != .mark(.dot) { return .block(try parseContractBlock()) }
        if word.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
            var methods = [try expectWord("a method")]
            while takeListComma() { methods.append(try expectWord("a method")) }
            let url = try parseContractText("the URL in quotes")
            return .target(methods: methods, url: url, evidence: try parseEvidence())
        }
        if let rule = try parseContractRule() { return .rule(rule) }
        throw unknown(Name(word, current.range), "a method, a block or a rule", Self.contractBlocks)
    }

    private mutating func parseContractBlock() throws(Failure) -> ContractBlockSyntax {
        let word = try expectWord("a block")
        var type: ContractTypeSyntax?
        if !at(.openBrace), !at(word: "by") {
            guard ["json", "text"].contains(word.text) else { throw failure(expected: "'{'") }
            type = try parseContractType()
        }
        let evidence = try parseEvidence()
        if at(.openBrace) {
            let brace = current.range
            let lines = try parseContractLines()
            if type?.take(lines) == false {
                throw failure(.expected(what: "the end of the line", found: "'{'"), brace)
            }
            return ContractBlockSyntax(word: word, type: type, evidence: evidence, lines: lines)
        }
        guard type != nil else { throw failure(expected: "'{'") }
        return ContractBlockSyntax(word: word, type: type, evidence: evidence)
    }

    /// A key or a URL: a word, or text with types in braces.
    mutating func parseContractText(_ what: String) throws(Failure) -> ContractTextSyntax {
        guard case .string(let pieces) = current.kind else {
            let key = try parseKey(what)
            return ContractTextSyntax(pieces: [.text(key.text)], range: key.range)
        }
        var result = ContractTextSyntax(pieces: [], range: current.range)
        for piece in pieces {
            switch piece {
            case .text(let text, _): result.pieces.append(.text(text))
            case .hole(let hole):
                var inner = Parser(source, in: hole, depth: depth + 1)
                let type: ContractTypeSyntax
                do throws(Failure) {
                    type = try inner.parseContractType()
                    if !inner.isAtEnd { throw inner.failure(expected: "'}'") }
                } catch {
                    diagnostics += inner.diagnostics
                    throw Failure()
                }
                diagnostics += inner.diagnostics
                result.pieces.append(.hole(type))
            }
        }
        advance()
        return result
    }
}
