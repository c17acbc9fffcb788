import PostbackRuntime
import PostbackTemplate

extension Transform {
    /// Text to text.
    static func text(_ name: TransformName, _ text: String, _ arguments: [PostbackValue]) -> String? {
        let first = arguments.first?.text ?? ""
        switch name {
        case .lowercase: return text.lowercased()
        case .uppercase: return text.uppercased()
        case .trim: return trimmed(text)
        case .alphanumeric: return String(text.unicodeScalars.filter { $0.isASCII && isAlphanumeric($0) })
        case .digits: return digits(text)
        case .e164: return telephoneNumber(text)
        case .truncate: return String(text.unicodeScalars.prefix(integer(arguments.first) ?? 0))
        case .substring:
            let rest = text.unicodeScalars.dropFirst(integer(arguments.first) ?? 0)
            return String(arguments.count > 1 ? rest.prefix(integer(arguments[1]) ?? 0) : rest)
        case .before: return range(of: first, in: text).map { String(text[..<$0.lowerBound]) } ?? text
        case .after: return range(of: first, in: text).map { String(text[$0.upperBound...]) }
        case .replace:
            return replaced(text[...], first, arguments.count > 1 ? arguments[1].text ?? "" : "")
        case .prefix: return first + text
        case .suffix: return text + first
        case .trimStart:
            let characters = Set(first.unicodeScalars)
            return String(Substring(text.unicodeScalars.drop { characters.contains($0) }))
        case .percentEncode: return PercentEncoding.component.encode(text)
        case .percentDecode: return PercentEncoding.decode(text)
        case .countryCode:
            let code = trimmed(text)
            return code.utf8.count == 2 && code.unicodeScalars.allSatisfy(isLetter) ? code.uppercased() : nil
        case .languageCode:
            let code = trimmed(text).prefix { $0 != "-" && $0 != "_" }
            return (2...3).contains(code.utf8.count) && code.unicodeScalars.allSatisfy(isLetter)
                ? code.lowercased() : nil
        default: return nil
        }
    }

    /// Scalar by scalar, not character by character.
    private static func range(of wanted: String, in text: some StringProtocol) -> Range<String.Index>? {
        let scalars = text.unicodeScalars
        return scalars.indices.lazy.compactMap { start -> Range<String.Index>? in
            let rest = scalars[start...]
            guard rest.starts(with: wanted.unicodeScalars) else { return nil }
            return start..<scalars.index(start, offsetBy: wanted.unicodeScalars.count)
        }.first
    }

    private static func replaced(_ text: Substring, _ wanted: String, _ other: String) -> String {
        guard !wanted.isEmpty, let range = range(of: wanted, in: text) else { return String(text) }
        return text[..<range.lowerBound] + other + replaced(text[range.upperBound...], wanted, other)
    }

    static func integer(_ value: PostbackValue?) -> Int? {
        value?.number.flatMap { $0.scale == 0 ? Int($0.description) : nil }
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(Substring(scalars[...$0])) } ?? ""
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || ("0"..."9").contains(scalar)
    }

    private static func digits(_ text: String) -> String {
        String(text.unicodeScalars.filter { ("0"..."9").contains($0) })
    }

    /// `+` and 7 to 15 digits; a leading `00` is the international prefix.
    private static func telephoneNumber(_ text: String) -> String? {
        var number = digits(text)
        let hasPlus = trimmed(text).hasPrefix("+")
        if !hasPlus, number.hasPrefix("00") { number.removeFirst(2) }
        return (7...15).contains(number.utf8.count) && number.first != "0" ? "+" + number : nil
    }
}
