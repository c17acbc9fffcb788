extension Parser {
    /// `c or d`, each side joined by `and`.
    mutating func parseCondition() throws(Failure) -> ConditionSyntax {
        try nested { parser throws(Failure) in
            var terms = [try parser.parseConjunction()]
            while parser.take(word: "or") { terms.append(try parser.parseConjunction()) }
            return terms.count == 1 ? terms[0] : .any(terms)
        }
    }

    private mutating func parseConjunction() throws(Failure) -> ConditionSyntax {
        var terms = [try parseNegation()]
        while take(word: "and") { terms.append(try parseNegation()) }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private mutating func parseNegation() throws(Failure) -> ConditionSyntax {
        if at(word: "not"), !isOperator(peek()) {
            advance()
            return try nested { parser throws(Failure) in .not(try parser.parseNegation()) }
        }
        // A parenthesis holds a condition, or a value that something behind it goes on with.
        if at(.openParenthesis), !isContinued(at: closing[index]) {
            let open = current.range
            advance()
            skipNewlines()
            let inner = try parseCondition()
            if nextSignificant.kind == .mark(.closeParenthesis) { skipNewlines() }
            try expectClosing(.closeParenthesis, of: open)
            return inner
        }
        return try parseComparison()
    }

    /// Whether a value goes on behind the bracket at an index, there or on the next line.
    private func isContinued(at index: Int?) -> Bool {
        guard let index else { return false }
        // Behind a closing bracket there is always a token: the end of the file at the least.
        let next = tokens[significantIndex(from: index + 1)].kind
        return isOperator(tokens[index + 1]) || next == .mark(.pipe) || next == .mark(.fallback)
    }

    private func isOperator(_ token: Token) -> Bool {
        switch token.kind {
        case .mark(.equals), .mark(.notEquals), .mark(.fallback), .word("is"), .word("in"): true
        default: false
        }
    }

    private mutating func parseComparison() throws(Failure) -> ConditionSyntax {
        let value = try parseExpression()
        if at(.equals) || at(.notEquals) {
            let isNegated = at(.notEquals)
            advance()
            return .equals(value, try parseExpression(), isNegated: isNegated)
        }
        if at(.assign) {
            report(.assignmentInCondition, current.range)
            advance()
            return .equals(value, try parseExpression(), isNegated: false)
        }
        if take(word: "in") {
            let list = try parseExpression()
            guard case .list(let elements) = list.kind else {
                throw failure(.expected(what: "a list such as [a, b]", found: "another value"), list.range)
            }
            if let kept = elements.first(where: { $0.content.presence != .optional }) {
                report(.expected(what: "a value", found: "a word about absence"), kept.range)
            }
            return .isIn(value, elements.map(\.content.value))
        }
        if take(word: "is") {
            if take(word: "present") { return .isPresent(value, isNegated: false) }
            if take(word: "absent") { return .isPresent(value, isNegated: true) }
            throw failure(expected: "'present' or 'absent'")
        }
        return .value(value)
    }
}
