import Foundation
import PostbackLanguage

/// Reads the JSON of a template, in which placeholders stand for values and in texts, as lines of a partner file.
struct ImportedJSON {
    private let units: [TemplateUnit]
    private let resolver: PlaceholderResolver
    private var place = 0
    private var depth = 0
    /// What has no place in a partner file.
    private(set) var notes: [String] = []

    /// The block of a body; nil for what is no JSON object or list.
    static func block(_ units: [TemplateUnit], _ resolver: PlaceholderResolver, _ notes: inout [String]) -> String? {
        var reader = ImportedJSON(units, resolver)
        reader.skipSpace()
        guard let first = reader.current, first == "{" || first == "[", let value = reader.value() else { return nil }
        reader.skipSpace()
        guard reader.place == reader.units.count else { return nil }
        notes += reader.notes
        return "json \(value)"
    }

    private init(_ units: [TemplateUnit], _ resolver: PlaceholderResolver) {
        self.units = units
        self.resolver = resolver
    }

    private var current: Character? { place < units.count ? units[place].character : nil }

    private mutating func skipSpace() {
        while let character = current, character.isWhitespace { place += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard current == character else { return false }
        place += 1
        return true
    }

    private mutating func value() -> String? {
        skipSpace()
        guard place < units.count else { return nil }
        if case .hole(let hole) = units[place] {
            place += 1
            // A value of its own is no text of JSON.
            let value = hole.expression.replacing(PlaceholderResolver.words, with: "")
            if value.hasPrefix("json ") { return String(value.dropFirst(5)) }
            return isNumber(value) ? "\(value) | number" : value
        }
        switch current {
        case "{": return object()
        case "[": return list()
        case "\"": return text().map { quoted($0) }
        default: return word()
        }
    }

    /// A value between quotes: a text, whatever its type.
    private func quoted(_ text: TemplateText) -> String {
        guard text.count == 1, case .hole(let hole)? = text.first else { return text.quoted() }
        if hole.expression.hasPrefix("json ") { return hole.expression }
        if hole.expression.hasPrefix("when ") { return hole.expression }
        return hole.expression.split(separator: " ?? ").map { part in
            resolver.isText(String(part)) ? String(part) : "\(part) | string"
        }.joined(separator: " ?? ")
    }

    /// Whether a text is always one that JSON would write as a number, since the template has no quotes around it.
    private func isNumber(_ value: String) -> Bool {
        if value.hasSuffix("flag(\"1\", \"0\")") { return true }
        guard value.hasPrefix("when {") else { return false }
        let texts = value.components(separatedBy: "-> ").dropFirst().map { $0.prefix { $0 != "," && $0 != "}" } }
        return texts.allSatisfy { text in
            Double(text.trimmingCharacters(in: .whitespaces).replacing("\"", with: "")) != nil
        }
    }

    /// Objects and lists inside of each other that are read.
    private static let deepest = 40

    private mutating func object() -> String? {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { return nil }
        place += 1
        var lines: [String] = []
        var keys: Set<String> = []
        while !take("}") {
            skipSpace()
            guard current == "\"", let key = text(), take(":"), let value = value() else { return nil }
            let name = key.written
            if !key.holes.isEmpty {
                notes.append("the key '\(name)' has a placeholder in it")
            } else if value == "null" {
                notes.append("'\(name)' is null in the template")
            } else if keys.insert(name).inserted {
                lines.append("\(SourceFormatter.key(name)) = \(value)")
            } else {
                notes.append("the key '\(name)' is there twice; this is the second: \(value)")
            }
            if take(",") { continue }
            guard take("}") else { return nil }
            break
        }
        if lines.isEmpty { notes.append("an object without members is left out") }
        return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: "\n"))\n}"
    }

    private mutating func list() -> String? {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { return nil }
        place += 1
        var values: [String] = []
        while !take("]") {
            guard let value = value() else { return nil }
            if value == "null" { notes.append("a list has null in it") } else { values.append(value) }
            if take(",") { continue }
            guard take("]") else { return nil }
            break
        }
        return "[\(values.joined(separator: ", "))]"
    }

    /// A text, with its escapes undone.
    private mutating func text() -> TemplateText? {
        place += 1
        var result: [TemplateUnit] = []
        while place < units.count {
            let unit = units[place]
            place += 1
            switch unit.character {
            case "\"": return result[...]
            case "\\":
                guard let escape = current else { return nil }
                place += 1
                guard let character = unescaped(escape) else { return nil }
                result.append(.character(character))
            default: result.append(unit)
            }
        }
        return nil
    }

    private mutating func unescaped(_ escape: Character) -> Character? {
        switch escape {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "u":
            guard let first = unit(), !UTF16.isTrailSurrogate(first) else { return nil }
            guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first).map(Character.init) }
            guard units[place...].prefix(2).written == "\\u" else { return nil }
            place += 2
            guard let second = unit(), UTF16.isTrailSurrogate(second) else { return nil }
            return String(decoding: [first, second], as: UTF16.self).first
        default: return escape
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() -> UInt16? {
        let digits = units[place...].prefix(4).written
        guard digits.count == 4, digits.allSatisfy(\.isHexDigit) else { return nil }
        place += 4
        return UInt16(digits, radix: 16)
    }

    private mutating func word() -> String? {
        var word = ""
        while let character = current, character.isLetter || character.isNumber || "+-.".contains(character) {
            word.append(character)
            place += 1
        }
        if word.first.map({ $0.isNumber || $0 == "-" }) ?? false, let number = Double(word), number.isFinite {
            // The language writes numbers without exponents.
            return word.contains(where: { "eE".contains($0) }) ? Decimal(string: word)?.description : word
        }
        return ["true", "false", "null"].contains(word) ? word : nil
    }
}
