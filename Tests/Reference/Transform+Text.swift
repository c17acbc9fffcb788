import PostbackRuntime
import PostbackTemplate

extension Transform {
    static func part(_ text: String, _ arguments: [PostbackValue]) -> String {
        let rest = text.unicodeScalars.dropFirst(integer(arguments.first) ?? 0)
        return String(arguments.count > 1 ? rest.prefix(integer(arguments[1]) ?? 0) : rest)
    }

    static func before(_ separator: String, in text: String) -> String? {
        range(of: separator, in: text).map { String(text[..<$0.lowerBound]) }
    }

    static func after(_ separator: String, in text: String) -> String? {
        range(of: separator, in: text).map { String(text[$0.upperBound...]) }
    }

    /// By hand: an address is what stands in front of the last `@`, and a domain.
    static func canonicalEmail(_ text: String, _ domains: String) -> String? {
        let parts = trimmed(text).lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count > 1, let domain = parts.last, !domain.isEmpty else { return nil }
        let local = parts.dropLast().joined(separator: "@")
        guard !local.isEmpty else { return nil }
        let known = ["gmail": ["gmail.com"], "google": ["gmail.com", "googlemail.com"]]
        guard domains == "all" || known[domains]?.contains(String(domain)) == true else { return "\(local)@\(domain)" }
        let box = String(Substring(local.unicodeScalars.prefix { $0 != "+" }.filter { $0 != "." }.map(Character.init)))
        return box.isEmpty ? nil : "\(box)@\(domain)"
    }

    static func trimmed(_ text: String, of characters: String) -> String {
        let characters = Set(characters.unicodeScalars)
        return String(Substring(text.unicodeScalars.drop { characters.contains($0) }))
    }

    static func countryCode(_ text: String) -> String? {
        let code = trimmed(text)
        return code.utf8.count == 2 && code.unicodeScalars.allSatisfy(isLetter) ? code.uppercased() : nil
    }

    static func languageCode(_ text: String) -> String? {
        let code = trimmed(text).prefix { $0 != "-" && $0 != "_" }
        return (2...3).contains(code.utf8.count) && code.unicodeScalars.allSatisfy(isLetter) ? code.lowercased() : nil
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

    static func replaced(_ text: Substring, _ wanted: String, _ other: String) -> String {
        guard !wanted.isEmpty, let range = range(of: wanted, in: text) else { return String(text) }
        return text[..<range.lowerBound] + other + replaced(text[range.upperBound...], wanted, other)
    }

    static func integer(_ value: PostbackValue?) -> Int? {
        value?.number.flatMap { $0.scale == 0 ? Int($0.description) : nil }
    }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(Substring(scalars[...$0])) } ?? ""
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    static func kept(_ text: String, _ isKept: (Unicode.Scalar) -> Bool) -> String {
        String(text.unicodeScalars.filter(isKept))
    }

    /// `+` and 7 to 15 digits; a leading `00` is the international prefix.
    static func telephoneNumber(_ text: String) -> String? {
        var number = kept(text, isDigit)
        let hasPlus = trimmed(text).hasPrefix("+")
        if !hasPlus, number.hasPrefix("00") { number.removeFirst(2) }
        return (7...15).contains(number.utf8.count) && number.first != "0" ? "+" + number : nil
    }
}
