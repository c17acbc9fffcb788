import PostbackLanguage
import struct PostbackTemplate.FieldPattern

extension ContractCompiler {
    private static let words = [
        "text", "matches", "choice", "integer", "number", "digits", "hex", "flag", "boolean", "uuid", "md5", "sha1",
        "sha256", "time", "currency", "country", "language", "ip", "url", "email", "base64", "null", "any", "object",
        "list", "tuple", "json",
    ]

    mutating func pattern(of text: ContractTextSyntax) -> TextPattern {
        TextPattern(
            pieces: text.pieces.map { piece in
                switch piece {
                case .text(let text): .literal(text)
                case .hole(let type): .hole(self.type(of: type, nil))
                }
            })
    }

    mutating func type(of syntax: ContractTypeSyntax, _ outer: Name?) -> ContractType {
        switch syntax {
        case .object(_, let lines): .object(object(lines, outer))
        case .list(let name, let arguments, let element):
            .list(bounds(arguments, name) ?? 0...Int.max, type(of: element, outer))
        case .tuple(_, let types): .tuple(types.map { type(of: $0, outer) })
        case .json(_, let inner): .json(type(of: inner, outer))
        case .either(let types): .either(types.map { type(of: $0, outer) })
        case .plain(let name, let arguments, let forms): plain(name, arguments, forms)
        }
    }

    private mutating func plain(_ name: Name, _ arguments: [ContractArgumentSyntax], _ forms: [Name]) -> ContractType {
        if !forms.isEmpty, PlainDigest(rawValue: name.text) == nil {
            report(.badTypeArgument(type: name.text, takes: "no 'of', which only a digest has"), forms[0].range)
        }
        switch name.text {
        case "text": return .text(bounds(arguments, name) ?? ContractType.anyText)
        case "digits": return .digits(bounds(arguments, name) ?? ContractType.anyText)
        case "integer", "number": return number(arguments, name)
        case "hex":
            var rest = arguments
            let anyCase = rest.count == 2 && word(rest.removeLast(), of: name, ["any"]) != nil
            return .hexadecimal(bounds(rest, name) ?? ContractType.anyText, anyCase: anyCase)
        case "choice":
            let values = arguments.compactMap { if case .value(let value) = $0 { value } else { nil } }
            if values.isEmpty || values.count < arguments.count {
                refuse(name, "the texts that are possible: choice(a, b)")
            }
            let numbers = values.filter { !$0.isQuoted && Double($0.text) != nil }
            return .choice(values.map(\.text), numbers: Set(numbers.map(\.text)))
        case "matches":
            guard case .value(let text)? = arguments.first, arguments.count == 1 else {
                refuse(name, "one regular expression in quotes")
                return .any
            }
            do throws(FieldPattern.Problem) {
                return .matches(text.text, try FieldPattern(text.text))
            } catch {
                report(
                    .badTypeArgument(type: name.text, takes: "an expression of the kind that fields have"), text.range)
                return .any
            }
        case "uuid": return .uuid(letters(arguments, name))
        case "currency": return .currency(letters(arguments, name) ?? .upper)
        case "country": return .country(letters(arguments, name))
        case "time": return time(arguments, name)
        case "base64": return .base64(isURL: choose(arguments, name, ["url"]) != nil)
        default: break
        }
        if let digest = PlainDigest(rawValue: name.text) {
            let anyCase = choose(arguments, name, ["any"]) != nil
            return .digest(digest, forms.compactMap { form(of: $0) }, anyCase: anyCase)
        }
        allowNone(arguments, name)
        switch name.text {
        case "flag": return .flag
        case "boolean": return .boolean
        case "language": return .language
        case "ip": return .ip
        case "url": return .url
        case "email": return .email
        case "null": return .null
        case "any": return .any
        default:
            report(.unknownWord(word: name.text, what: "a type", known: Self.words), name.range)
            return .any
        }
    }

    private mutating func refuse(_ name: Name, _ takes: String) {
        report(.badTypeArgument(type: name.text, takes: takes), name.range)
    }

    private mutating func allowNone(_ arguments: [ContractArgumentSyntax], _ name: Name) {
        if !arguments.isEmpty { refuse(name, "nothing in parentheses") }
    }

    private mutating func form(of name: Name) -> ContractForm? {
        if let form = ContractForm(rawValue: name.text) { return form }
        report(
            .unknownWord(
                word: name.text, what: "a form of what is hashed", known: ContractForm.allCases.map(\.rawValue)),
            name.range)
        return nil
    }

    /// A count, or bounds of one.
    private mutating func bounds(_ arguments: [ContractArgumentSyntax], _ name: Name) -> ClosedRange<Int>? {
        guard let first = arguments.first else { return nil }
        switch first {
        case .value(let value) where arguments.count == 1:
            if let count = Int(value.text), count >= 0 { return count...count }
        case .bounds(let low, let high) where arguments.count == 1:
            if let start = Int(low.text), start >= 0 {
                guard let high else { return start...Int.max }
                if let end = Int(high.text), start <= end { return start...end }
            }
        default: break
        }
        refuse(name, "a count, or the bounds of one: \(name.text)(1...10)")
        return nil
    }

    private mutating func number(_ arguments: [ContractArgumentSyntax], _ name: Name) -> ContractType {
        let isWhole = name.text == "integer"
        guard let first = arguments.first else { return .number(isWhole: isWhole, low: nil, high: nil) }
        if arguments.count == 1, case .bounds(let low, let high) = first, let start = Double(low.text) {
            guard let high else { return .number(isWhole: isWhole, low: start, high: nil) }
            if let end = Double(high.text), start <= end { return .number(isWhole: isWhole, low: start, high: end) }
        }
        refuse(name, "bounds: \(name.text)(0...100), or \(name.text)(0...)")
        return .any
    }

    private mutating func choose(
        _ arguments: [ContractArgumentSyntax], _ name: Name, _ known: [String]
    ) -> String? {
        guard let first = arguments.first else { return nil }
        if arguments.count == 1, let word = word(first, of: name, known) { return word }
        if arguments.count != 1 { refuse(name, "one of \(known.joined(separator: ", "))") }
        return nil
    }

    private mutating func word(
        _ argument: ContractArgumentSyntax, of name: Name, _ known: [String]
    ) -> String? {
        if case .value(let value) = argument, known.contains(value.text) { return value.text }
        refuse(name, "one of \(known.joined(separator: ", "))")
        return nil
    }

    private mutating func letters(_ arguments: [ContractArgumentSyntax], _ name: Name) -> ContractType.LetterCase? {
        choose(arguments, name, ["lower", "upper"]).flatMap(ContractType.LetterCase.init)
    }

    private mutating func time(_ arguments: [ContractArgumentSyntax], _ name: Name) -> ContractType {
        if case .value(let value)? = arguments.first, arguments.count == 1 {
            switch value.text {
            case "seconds": return .time(.unix(perSecond: 1))
            case "milliseconds": return .time(.unix(perSecond: 1_000))
            case "microseconds": return .time(.unix(perSecond: 1_000_000))
            case "decimal": return .time(.fraction)
            case "iso8601": return .time(.iso8601)
            case let pattern where value.isQuoted && pattern.contains("yy"): return .time(.pattern(pattern))
            default: break
            }
        }
        refuse(name, "seconds, milliseconds, microseconds, decimal, iso8601 or a pattern such as \"yyyy-MM-dd\"")
        return .any
    }
}
