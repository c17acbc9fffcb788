import Foundation
import PostbackLanguage

/// Whether single texts have the form that a type asks for.
enum ValueForm {
    /// The codes of ISO 4217.
    static let currencies = Set(Locale.Currency.isoCurrencies.map { $0.identifier.uppercased() })
    /// The codes of ISO 3166 with two letters.
    static let countries = Set(Locale.Region.isoRegions.map(\.identifier).filter { $0.count == 2 })

    /// Whether a text has letters of the case that is asked for.
    static func has(_ letters: ContractType.LetterCase?, _ text: String) -> Bool {
        switch letters {
        case nil: true
        case .lower: text == text.lowercased()
        case .upper: text == text.uppercased()
        }
    }

    static func isNumber(_ text: String, isWhole: Bool, low: Double?, high: Double?) -> Bool {
        guard case .number? = try? JSONReading(text.utf8), let number = Double(text), number.isFinite else {
            return false
        }
        if isWhole, text.contains(where: { ".eE".contains($0) }) { return false }
        return number >= low ?? -.infinity && number <= high ?? .infinity
    }

    static func isHexadecimal(_ text: String, anyCase: Bool) -> Bool {
        text.utf8.allSatisfy { PercentText.digit($0) != nil && (anyCase || !(0x41...0x46).contains($0)) }
    }

    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { isHexadecimal(String($0), anyCase: true) }
    }

    static func isTime(_ text: String, _ form: ContractType.TimeForm) -> Bool {
        // From 2010 to 2100, so that no unit can be taken for another.
        let years = 1_262_304_000.0...4_102_444_800.0
        switch form {
        case .unix(let scale):
            return isNumber(text, isWhole: true, low: years.lowerBound * scale, high: years.upperBound * scale)
        case .fraction: return isNumber(text, isWhole: false, low: years.lowerBound, high: years.upperBound)
        case .iso8601:
            return text.wholeMatch(
                of:
                    /[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]+)?(Z|[+\-][0-2][0-9]:?[0-5][0-9])/
            )
                != nil
        case .pattern(let pattern): return has(pattern, text)
        }
    }

    /// Whether a text is a time in a pattern: a letter stands for a digit, `X` and `Z` for an offset.
    private static func has(_ pattern: String, _ text: String) -> Bool {
        var rest = text[...]
        var isQuoted = false
        for letter in pattern {
            switch letter {
            case "'": isQuoted.toggle()
            case "y", "M", "d", "H", "h", "m", "s", "S":
                if isQuoted { fallthrough }
                guard rest.popFirst()?.isASCIIDigit == true else { return false }
            case "X", "Z", "x":
                if isQuoted { fallthrough }
                rest = rest.drop { "Z+-:0123456789".contains($0) }
            default: guard rest.popFirst() == letter else { return false }
            }
        }
        return rest.isEmpty
    }

    static func isLanguage(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z]{2,3}([\-_][A-Za-z0-9]{2,8})*/) != nil
    }

    static func isAddress(_ text: String) -> Bool {
        isVersion4(text) || isVersion6(text)
    }

    private static func isVersion4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && (Int(part) ?? 256) < 256
            }
    }

    private static func isVersion6(_ text: String) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), text.contains(":") else { return false }
        var groups = 0
        for (half, text) in halves.enumerated() where !text.isEmpty {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            for (number, part) in parts.enumerated() {
                if half == halves.count - 1, number == parts.count - 1, isVersion4(String(part)) {
                    groups += 2
                    continue
                }
                guard (1...4).contains(part.utf8.count), isHexadecimal(String(part), anyCase: true) else {
                    return false
                }
                groups += 1
            }
        }
        return halves.count == 2 ? groups < 8 : groups == 8
    }

    static func isURL(_ text: String) -> Bool {
        guard let mark = text.firstRange(of: "://"), mark.lowerBound > text.startIndex, mark.upperBound < text.endIndex
        else { return false }
        return text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
            && text[..<mark.lowerBound].wholeMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*/) != nil
    }

    static func isBase64(_ text: String, isURL: Bool) -> Bool {
        let digits = text.drop { $0 != "=" }
        guard digits.count <= 2, digits.allSatisfy({ $0 == "=" }), !text.isEmpty else { return false }
        if !isURL || !digits.isEmpty, text.utf8.count % 4 != 0 { return false }
        let extra = isURL ? "-_" : "+/"
        return text.dropLast(digits.count).allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || extra.contains($0))
        }
    }

    static func isEmail(_ text: String) -> Bool {
        text.count { $0 == "@" } == 1 && holdsAddress(text) && !text.contains(" ")
    }

    /// Whether a text has an e-mail address in it.
    static func holdsAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isPart(_ byte: UInt8) -> Bool {
            switch byte {
            // Letters of other scripts count.
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF, UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return bytes.indices.contains { index in
            guard bytes[index] == UInt8(ascii: "@"), index > 0, isPart(bytes[index - 1]) else { return false }
            let domain = bytes[(index + 1)...].prefix { isPart($0) || $0 == UInt8(ascii: ".") }
            // A full stop may end the sentence.
            let name = domain.last == UInt8(ascii: ".") ? domain.dropLast() : domain
            let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard labels.count > 1, labels.dropLast().allSatisfy({ !$0.isEmpty }), let last = labels.last else {
                return false
            }
            return last.count > 1
                && last.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 >= 0x80 }
        }
    }

    /// Whether a text is one that programs write by mistake: a word for nothing, or a placeholder.
    static func isNeverMeant(_ text: String) -> Bool {
        if ["null", "(null)", "undefined", "None", "nil", "NaN", "[object Object]"].contains(text) { return true }
        return text.wholeMatch(
            of:
                /\$?\{[A-Za-z_][\w. \-]*\}|%%[A-Za-z_]\w*%%|__[A-Za-z][\w\-]*__|\{\{[A-Za-z_ ][\w. \-]*\}\}|\[[A-Z][A-Z_]+\]/
        )
            != nil
    }

    /// Whether a text looks as if it had been percent-encoded: it has escapes, and nothing that an encoder would
    /// have replaced.
    static func isEncoded(_ text: String) -> Bool {
        guard text.contains("%"), !PercentText.isBroken(text.utf8) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "%-._~+*".utf8.contains(byte)
            }
        }
    }
}
