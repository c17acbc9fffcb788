/// Finds what other platforms write where a value is to be put: `${x}`, `{{x}}`, `{x}`, `%%X%%`, `%x%`, `__X__`, `%7Bx%7D`,
/// `[X]`, `#X#`, and `(x)`, `[x]`, `<x>`, `#x#` and `$x` for names that some platform has.
struct PlaceholderScanner {
    private let bytes: [UInt8]
    private let isKnown: (String) -> Bool

    /// The first placeholder of a text; nil for none.
    static func first(in text: String, isKnown: (String) -> Bool) -> String? {
        // Most literals have none of the marks that every form starts with.
        guard text.utf8.contains(where: { "{[%_($<#".utf8.contains($0) }) else { return nil }
        return withoutActuallyEscaping(isKnown) { isKnown in
            let scanner = PlaceholderScanner(bytes: Array(text.utf8), isKnown: isKnown)
            for start in scanner.bytes.indices {
                if let end = scanner.end(ofPlaceholderAt: start) {
                    return String(decoding: scanner.bytes[start..<end], as: UTF8.self)
                }
            }
            return nil
        }
    }

    private func end(ofPlaceholderAt start: Int) -> Int? {
        switch bytes[start] {
        case UInt8(ascii: "$") where at(start + 1, "{"):
            let end = skip(from: start + 2) { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
            return closed(end, "}")
        case UInt8(ascii: "$"): return end(ofName: start, "")
        case UInt8(ascii: "{") where at(start + 1, "{"):
            let end = skip(from: start + 2) { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
            return closed(end, "}}")
        case UInt8(ascii: "{"):
            let end = skip(from: start + 1) { Self.isLetter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
            return end > start + 1 ? closed(end, "}") : nil
        case UInt8(ascii: "%") where at(start + 1, "%"):
            let end = skip(from: start + 2, while: Self.isWord)
            return end > start + 2 ? closed(end, "%%") : nil
        case UInt8(ascii: "%") where at(start + 1, "7") && (at(start + 2, "B") || at(start + 2, "b")):
            let end = skip(from: start + 3) { Self.isWord($0) || $0 == UInt8(ascii: ".") }
            return end > start + 3 ? closed(end, "%7D") ?? closed(end, "%7d") : nil
        case UInt8(ascii: "%"):
            let end = skip(from: start + 1) { Self.isLower($0) || $0 == UInt8(ascii: "_") }
            return end > start + 3 ? closed(end, "%") : nil
        case UInt8(ascii: "_") where at(start + 1, "_"): return end(ofUnderscoresAt: start)
        case UInt8(ascii: "["):
            let end = skip(from: start + 1, while: Self.isUpperWord)
            let isName = end > start + 2 && Self.isUpper(bytes[start + 1])
            return isName ? closed(end, "]") ?? self.end(ofName: start, "]") : self.end(ofName: start, "]")
        case UInt8(ascii: "<"): return end(ofName: start, ">")
        case UInt8(ascii: "#"):
            let end = skip(from: start + 1, while: Self.isUpperWord)
            let isName = end > start + 3 && Self.isUpper(bytes[start + 1])
            return (isName ? closed(end, "#") : nil) ?? self.end(ofName: start, "#")
        case UInt8(ascii: "("):
            return end(ofName: start, ")")
        default: return nil
        }
    }

    /// A word between marks that may as well be prose or structure: it is a placeholder when some platform has it, and
    /// does not end a word, as `data[id]` does.
    private func end(ofName start: Int, _ mark: String) -> Int? {
        let end = skip(from: start + 1, while: Self.isWord)
        let isBehindWord = start > 0 && (Self.isWord(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "]"))
        guard end > start + 2, !isBehindWord, let close = closed(end, mark) else {
            return nil
        }
        return isKnown(String(decoding: bytes[start..<close], as: UTF8.self)) ? close : nil
    }

    /// `__EVENT_TYPE__`: capitals between two pairs of underscores.
    private func end(ofUnderscoresAt start: Int) -> Int? {
        guard start + 2 < bytes.count, Self.isUpper(bytes[start + 2]) else { return nil }
        let end = skip(from: start + 2, while: Self.isUpperWord)
        guard end >= start + 5, bytes[end - 1] == UInt8(ascii: "_"), bytes[end - 2] == UInt8(ascii: "_") else {
            return nil
        }
        return end
    }

    private func at(_ index: Int, _ character: Unicode.Scalar) -> Bool {
        index < bytes.count && bytes[index] == UInt8(ascii: character)
    }

    private func skip(from start: Int, while isPart: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, isPart(bytes[index]) { index += 1 }
        return index
    }

    private func closed(_ index: Int, _ mark: String) -> Int? {
        bytes[min(index, bytes.count)...].starts(with: mark.utf8) ? index + mark.utf8.count : nil
    }

    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte) || isUpper(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }
    private static func isUpperWord(_ byte: UInt8) -> Bool { isWord(byte) && !isLower(byte) }
}
