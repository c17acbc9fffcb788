extension Parser {
    /// A type, with the alternatives behind it.
    mutating func parseContractType() throws(Failure) -> ContractTypeSyntax {
        try nested { parser throws(Failure) in
            var types = [try parser.parseSingleContractType()]
            while parser.take(word: "or") { types.append(try parser.parseSingleContractType()) }
            return types.count == 1 ? types[0] : .either(types)
        }
    }

    private mutating func parseSingleContractType() throws(Failure) -> ContractTypeSyntax {
        let name = try expectWord("a type")
        switch name.text {
        case "object":
            return .object(name, at(.openBrace) ? try parseContractLines() : nil)
        case "json":
            return .json(name, try nested { parser throws(Failure) in try parser.parseSingleContractType() })
        case "tuple":
            let open = try expect(.openParenthesis)
            var types: [ContractTypeSyntax] = []
            skipNewlines()
            repeat { types.append(try parseContractType()) } while takeListComma()
            skipNewlines()
            try expectClosing(.closeParenthesis, of: open)
            return .tuple(name, types)
        case "list":
            let arguments = try parseContractArguments()
            if take(word: "of") {
                let type = try nested { parser throws(Failure) in try parser.parseSingleContractType() }
                return .list(name, arguments, of: type)
            }
            return .list(name, arguments, of: .object(name, at(.openBrace) ? try parseContractLines() : nil))
        default:
            let arguments = try parseContractArguments()
            var forms: [Name] = []
            if take(word: "of") {
                repeat { forms.append(try expectWord("the form of what is hashed")) } while takeForm()
            }
            return .plain(name, arguments, forms: forms)
        }
    }

    /// Takes the `or` between two forms; one in front of a type is the type's.
    private mutating func takeForm() -> Bool {
        guard at(word: "or"), case .word(let next) = peek().kind, ContractForm.words.contains(next) else {
            return false
        }
        advance()
        return true
    }

    private mutating func parseContractArguments() throws(Failure) -> [ContractArgumentSyntax] {
        guard at(.openParenthesis) else { return [] }
        let open = try expect(.openParenthesis)
        var arguments: [ContractArgumentSyntax] = []
        skipNewlines()
        repeat {
            let value = try parseKey("an argument")
            if take(.ellipsis) {
                var high: Name?
                if case .number = current.kind { high = try parseKey("a bound") }
                arguments.append(.bounds(low: value, high: high))
            } else {
                arguments.append(.value(value))
            }
        } while takeListComma()
        skipNewlines()
        try expectClosing(.closeParenthesis, of: open)
        return arguments
    }
}

/// The forms of text that a digest may be of.
public enum ContractForm: String, CaseIterable, Sendable {
    /// Without white space around it.
    case plain
    /// That, in lower case.
    case lowercase
    /// That, in upper case.
    case uppercase
    /// Its digits, without zeros in front.
    case digits
    /// A plus sign and its digits.
    case plusDigits = "plus_digits"
    /// Its letters and digits, in lower case.
    case compact
    /// An e-mail address in lower case, without dots and `+…` in front of the `@`.
    case address
    /// The MD5 of its lower case, as hexadecimal digits.
    case md5

    static let words = Set(allCases.map(\.rawValue))
}

extension ContractTypeSyntax {
    /// Gives clauses in braces to the object that waits for them; false where there is none.
    @discardableResult
    mutating func take(_ lines: Braced<ContractLineSyntax>) -> Bool {
        switch self {
        case .object(let name, nil):
            self = .object(name, lines)
            return true
        case .list(let name, let arguments, var element):
            guard element.take(lines) else { return false }
            self = .list(name, arguments, of: element)
            return true
        case .json(let name, var inner):
            guard inner.take(lines) else { return false }
            self = .json(name, inner)
            return true
        case .either(var types):
            guard var last = types.popLast(), last.take(lines) else { return false }
            self = .either(types + [last])
            return true
        case .object, .plain, .tuple: return false
        }
    }
}
