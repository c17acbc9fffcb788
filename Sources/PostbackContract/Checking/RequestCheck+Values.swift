import PostbackLanguage

extension RequestCheck {
    /// Holds a value against a type.
    mutating func check(_ value: JSONReading, _ type: ContractType, _ context: Context) {
        switch type {
        case .any: checkText(value, context)
        case .either(let types): check(value, types, context)
        case .object(let object):
            guard case .object(let members) = value else { return mistyped(value, type, context) }
            check(members, object, context)
        case .list(let bounds, let element):
            guard case .list(let elements) = value else { return mistyped(value, type, context) }
            if !bounds.contains(elements.count) {
                report(
                    .mistyped(expected: type.words, found: "a list of \(elements.count)"), at: context.position,
                    context.place)
            }
            for (number, value) in elements.enumerated() { check(value, element, context.element(number)) }
        case .tuple(let types):
            guard case .list(let elements) = value else { return mistyped(value, type, context) }
            guard elements.count == types.count else {
                return report(
                    .mistyped(expected: type.words, found: "a list of \(elements.count)"), at: context.position,
                    context.place)
            }
            for (number, (value, type)) in zip(elements, types).enumerated() {
                check(value, type, context.element(number))
            }
        case .json(let inner):
            guard case .text(let text) = value, let read = try? JSONReading(text.utf8) else {
                return mistyped(value, type, context)
            }
            var within = context
            within.isJSON = true
            within.isQuoted = false
            check(read, inner, within)
        case .null:
            if value != .null { mistyped(value, type, context) }
        default: checkScalar(value, type, context)
        }
    }

    private mutating func mistyped(_ value: JSONReading, _ type: ContractType, _ context: Context) {
        let found =
            switch value {
            case .text(""): "empty"
            case .text(let text):
                // What may be somebody's is not shown.
                (type.isOfPersons || ValueForm.holdsAddress(text)
                    ? "another text, of \(text.count) characters" : "'\(ShownText.short(text))'")
                    + (context.isJSON ? ", a text" : "")
            case .number(let number): ShownText.short(number) + (context.isJSON ? ", a number" : "")
            default: value.kind
            }
        report(.mistyped(expected: type.words, found: found), at: context.position, context.place)
    }

    /// The first alternative that a value is of; where it is of none, what is wrong with the nearest.
    private mutating func check(_ value: JSONReading, _ types: [ContractType], _ context: Context) {
        var nearest: RequestCheck?
        for type in types {
            var attempt = self
            attempt.check(value, type, context)
            let found = attempt.result.violations.dropFirst(result.violations.count)
            if found.isEmpty {
                self = attempt
                return
            }
            // What is wrong inside says more than that the whole is another type.
            let isInside = !found.contains {
                if case .mistyped = $0.reason { $0.position == context.position } else { false }
            }
            if isInside, nearest == nil { nearest = attempt }
        }
        if let nearest {
            self = nearest
        } else {
            mistyped(value, .either(types), context)
        }
    }

    private mutating func checkScalar(_ value: JSONReading, _ type: ContractType, _ context: Context) {
        guard let text = Self.text(of: value, type, context) else { return mistyped(value, type, context) }
        if type.isFree { checkText(.text(text), context) }
        if case .url = type, !context.isContact, ValueForm.holdsAddress(text) {
            report(.readableAddress, at: context.position, context.place)
        }
        if case .uuid = type, ValueForm.isUUID(text), !text.contains(where: { $0 != "0" && $0 != "-" }) {
            return report(.neverMeant(text), at: context.position, context.place)
        }
        guard Self.has(text, type) else { return mistyped(value, type, context) }
        if case .digest(let kind, let forms, _) = type { check(text.lowercased(), kind, forms, context) }
    }

    /// The text of a value, where a value of the type may be written in this way.
    private static func text(of value: JSONReading, _ type: ContractType, _ context: Context) -> String? {
        let isPlain = context.isJSON && !context.isQuoted
        switch (value, type) {
        case (.number(let number), .number), (.number(let number), .flag), (.number(let number), .time(.unix)),
            (.number(let number), .time(.fraction)):
            return isPlain ? number : nil
        case (.number(let number), .choice(_, let numbers)): return isPlain && numbers.contains(number) ? number : nil
        case (.boolean(let truth), .boolean): return isPlain ? "\(truth)" : nil
        case (.boolean(let truth), .choice): return isPlain ? "\(truth)" : nil
        case (.text, .number), (.text, .flag), (.text, .boolean), (.text, .time(.unix)), (.text, .time(.fraction)):
            if isPlain { return nil }
        case (.text(let text), .choice(_, let numbers)): if isPlain, numbers.contains(text) { return nil }
        default: break
        }
        if case .text(let text) = value { return text }
        return nil
    }

    /// Looks for what is wrong in any text.
    private mutating func checkText(_ value: JSONReading, _ context: Context) {
        switch value {
        case .list(let elements): for element in elements { checkText(element, context) }
        case .object(let members): for member in members { checkText(member.value, context.member(member.key, nil)) }
        default: break
        }
        guard case .text(let text) = value else { return }
        if ValueForm.isNeverMeant(text) {
            report(.neverMeant(ShownText.short(text)), at: context.position, context.place)
        } else if ValueForm.isEncoded(text), !known.holds(text) {
            report(.encodedTwice(ShownText.short(text)), at: context.position, context.place)
        }
        if !context.isContact, ValueForm.holdsAddress(text) {
            report(.readableAddress, at: context.position, context.place)
        }
    }

    private mutating func check(
        _ digest: String, _ kind: PlainDigest, _ forms: [ContractForm], _ context: Context
    ) {
        if digest == kind("") { return report(.digestOfNothing, at: context.position, context.place) }
        guard !known.isEmpty else { return }
        // What is the digest of something known is not looked at further: digests of digests are many.
        if !forms.contains(.md5), forms.isEmpty || !known.isDigest(digest, kind, of: forms) {
            if forms.isEmpty, known.isDigest(digest, kind, of: ContractForm.allCases.filter { $0 != .md5 }) { return }
            let doubles = digestsOfDigests[kind] ?? known.digestsOfDigests(kind)
            digestsOfDigests[kind] = doubles
            if doubles.contains(digest) { return report(.digestOfDigest, at: context.position, context.place) }
        }
        guard !forms.isEmpty, !known.isDigest(digest, kind, of: forms) else { return }
        report(.otherForm(forms.map(\.rawValue).joined(separator: " or ")), at: context.position, context.place)
    }

    private static func has(_ text: String, _ type: ContractType) -> Bool {
        switch type {
        case .text(let bounds): bounds.contains(text.count)
        case .matches(_, let pattern): pattern.matches(text)
        case .choice(let values, _): values.contains(text)
        case .number(let isWhole, let low, let high): ValueForm.isNumber(text, isWhole: isWhole, low: low, high: high)
        case .digits(let bounds): bounds.contains(text.utf8.count) && text.allSatisfy(\.isASCIIDigit)
        case .hexadecimal(let bounds, let anyCase):
            bounds.contains(text.utf8.count) && ValueForm.isHexadecimal(text, anyCase: anyCase)
        case .flag: text == "0" || text == "1"
        case .boolean: text == "true" || text == "false"
        case .uuid(let letters): ValueForm.isUUID(text) && ValueForm.has(letters, text)
        case .digest(let kind, _, let anyCase):
            text.utf8.count == kind.length
                && ValueForm.isHexadecimal(text, anyCase: anyCase)
        case .time(let form): ValueForm.isTime(text, form)
        case .currency(let letters): ValueForm.currencies.contains(text.uppercased()) && ValueForm.has(letters, text)
        case .country(let letters): ValueForm.countries.contains(text.uppercased()) && ValueForm.has(letters, text)
        case .language: ValueForm.isLanguage(text)
        case .ip: ValueForm.isAddress(text)
        case .url: ValueForm.isURL(text)
        case .email: ValueForm.isEmail(text)
        case .base64(let isURL): ValueForm.isBase64(text, isURL: isURL)
        case .null, .any, .object, .list, .tuple, .json, .either: true
        }
    }
}

extension ContractType {
    /// Whether what stands in its place instead is likely to be somebody's.
    fileprivate var isOfPersons: Bool {
        switch self {
        case .digest, .email, .ip, .uuid: true
        case .either(let types): types.contains(where: \.isOfPersons)
        default: false
        }
    }

    /// Whether any text may be of it, so that what is never meant has to be looked for.
    fileprivate var isFree: Bool {
        switch self {
        case .text, .matches: true
        default: false
        }
    }
}
