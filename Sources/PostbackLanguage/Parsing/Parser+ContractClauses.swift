extension Parser {
    /// The clauses and rules of a block.
    mutating func parseContractLines() throws(Failure) -> Braced<ContractLineSyntax> {
        try block(commas: false) { parser throws(Failure) in
            if let rule = try parser.parseContractRule() { return .rule(rule) }
            return .clause(try parser.parseContractClause())
        }
    }

    private mutating func parseContractClause() throws(Failure) -> ContractClauseSyntax {
        let isOthers = at(word: "others")
        let key = try parseContractText("a key")
        try expect(.colon)
        skipNewlines()
        var clause = ContractClauseSyntax(
            key: isOthers ? nil : key, type: try parseContractType(), modifiers: [], evidence: nil)
        loop: while case .word(let word) = current.kind {
            let name = Name(word, current.range)
            switch word {
            case "required":
                advance()
                clause.modifiers.append(.required(take(word: "when") ? try parseContractConditions() : []))
            case "absent":
                advance()
                guard take(word: "when") else { throw failure(expected: "'when' and a condition") }
                clause.modifiers.append(.absent(try parseContractConditions()))
            case "quoted", "repeated", "contact":
                advance()
                clause.modifiers.append(.flag(name))
            case "by":
                clause.evidence = try parseEvidence()
            default:
                throw unknown(
                    name, "a modifier of a clause", ["required", "absent", "quoted", "repeated", "contact", "by", "or"])
            }
        }
        if at(.openBrace) {
            let brace = current.range
            guard clause.type.take(try parseContractLines()) else {
                throw failure(.expected(what: "the end of the line", found: "'{'"), brace)
            }
        }
        return clause
    }

    private mutating func parseContractConditions() throws(Failure) -> [ContractConditionSyntax] {
        var conditions: [ContractConditionSyntax] = []
        repeat {
            let key = try parseContractKey()
            if take(.equals) {
                var values = [try parseKey("a value")]
                while takeListComma() { values.append(try parseKey("a value")) }
                conditions.append(.equals(key, values))
            } else if take(.notEquals) {
                conditions.append(.differs(key, try parseKey("a value")))
            } else {
                guard take(word: "is") else { throw failure(expected: "'==', '!=' or 'is present'") }
                if take(word: "present") {
                    conditions.append(.isPresent(key))
                } else {
                    guard take(word: "absent") else { throw failure(expected: "'present' or 'absent'") }
                    conditions.append(.isAbsent(key))
                }
            }
        } while take(word: "and")
        return conditions
    }

    private mutating func parseContractKey() throws(Failure) -> ContractKeySyntax {
        var path = [try parseKey("a key")]
        while take(.dot) { path.append(try parseKey("a key behind the dot")) }
        return ContractKeySyntax(path: path)
    }

    /// A rule; nil, and nothing read, where the line is a clause.
    mutating func parseContractRule() throws(Failure) -> ContractRuleSyntax? {
        let kind: ContractRuleSyntax.Kind
        if at(word: "any"), peek().kind == .word("of") {
            advance()
            advance()
            kind = .any(try parseContractGroups())
        } else if at(word: "one"), peek().kind == .word("of") {
            advance()
            advance()
            kind = .one(try parseContractGroups())
        } else if at(word: "at"), peek().kind == .word("most") {
            advance()
            advance()
            guard take(word: "one"), take(word: "of") else { throw failure(expected: "'one of'") }
            kind = .atMostOne(try parseContractGroups())
        } else {
            var end = index + 1
            while end + 1 < tokens.count, tokens[end].kind == .mark(.dot) { end += 2 }
            guard end < tokens.count, tokens[end].kind == .word("needs") else { return nil }
            let key = try parseContractKey()
            advance()
            var needed = [try parseContractKey()]
            while takeListComma() { needed.append(try parseContractKey()) }
            kind = .needs(key, needed)
        }
        return ContractRuleSyntax(kind: kind, evidence: try parseEvidence())
    }

    private mutating func parseContractGroups() throws(Failure) -> [[ContractKeySyntax]] {
        var groups: [[ContractKeySyntax]] = []
        repeat {
            guard at(.openParenthesis) else {
                groups.append([try parseContractKey()])
                continue
            }
            let open = try expect(.openParenthesis)
            var group = [try parseContractKey()]
            while takeListComma() { group.append(try parseContractKey()) }
            try expectClosing(.closeParenthesis, of: open)
            groups.append(group)
        } while takeListComma()
        return groups
    }
}
