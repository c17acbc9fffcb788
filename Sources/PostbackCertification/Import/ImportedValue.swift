import Foundation

/// One placeholder of a template, with what became of it.
public struct ImportedPlaceholder: Hashable, Sendable {
    /// What a placeholder is in a partner file.
    public enum Meaning: String, Hashable, Sendable {
        /// A macro of the catalogue.
        case macro
        /// A parameter that came with the click.
        case click
        /// Something that the account fills in, since the catalogue knows nothing by that name.
        case field
    }

    /// The placeholder as the template writes it.
    public var text: String
    /// The value in a partner file.
    public var expression: String
    /// What it is.
    public var meaning: Meaning
}

/// A part of a template: a character of its own, or a placeholder.
enum TemplateUnit: Hashable, Sendable {
    case character(Character)
    case hole(ImportedPlaceholder)

    var character: Character? {
        if case .character(let character) = self { character } else { nil }
    }
}

/// The characters of a part of a template; a hole stands as itself.
typealias TemplateText = ArraySlice<TemplateUnit>

extension Collection<TemplateUnit> {
    /// The text as it is written, with the placeholders in it.
    var written: String {
        reduce(into: "") { text, unit in
            switch unit {
            case .character(let character): text.append(character)
            case .hole(let hole): text += hole.text
            }
        }
    }

    var holes: [ImportedPlaceholder] {
        compactMap { if case .hole(let hole) = $0 { hole } else { nil } }
    }

    /// The value that a line of a partner file has: a text, a placeholder's value, or a text with holes.
    ///
    /// - Parameter decode: what undoes the encoding of the template's own characters.
    func expression(_ decode: (String) -> String = { $0 }) -> String {
        if count == 1, case .hole(let hole)? = first { return hole.expression }
        return quoted(decode)
    }

    /// The same as a text between quotes.
    func quoted(_ decode: (String) -> String = { $0 }) -> String {
        var text = ""
        var literal = ""
        func flush() {
            text += ImportText.escaped(decode(literal))
            literal = ""
        }
        for unit in self {
            switch unit {
            case .character(let character): literal.append(character)
            case .hole(let hole):
                flush()
                text += "{\(hole.expression)}"
            }
        }
        flush()
        return "\"\(text)\""
    }
}

extension ArraySlice<TemplateUnit> {
    /// The parts between a character.
    func parts(_ separator: Character) -> [TemplateText] {
        split(separator: .character(separator), omittingEmptySubsequences: false)
    }

    /// What stands before and behind the first of some characters; nothing behind where there is none.
    func cut(_ separators: Character...) -> (before: TemplateText, after: TemplateText?) {
        guard let place = firstIndex(where: { $0.character.map(separators.contains) ?? false }) else {
            return (self, nil)
        }
        return (self[..<place], self[(place + 1)...])
    }

    /// What is left without white space at both ends.
    var trimmed: TemplateText {
        func isSpace(_ unit: TemplateUnit) -> Bool { unit.character?.isWhitespace ?? false }
        return drop(while: isSpace).reversed().drop(while: isSpace).reversed()[...]
    }
}

/// Texts as a partner file writes them.
enum ImportText {
    /// A text with what has a meaning between quotes escaped.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\", "{", "}": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result += visible(scalar)
            }
        }
        return result
    }

    /// A text on one line in which nothing is hidden, as comments have it.
    static func visible(_ text: String) -> String { text.unicodeScalars.map { visible($0) }.joined() }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: String(scalar)
        }
    }

    /// A text without percent-encoding; as it is where it has none that can be read.
    static func decoded(_ text: String) -> String { text.removingPercentEncoding ?? text }

    /// The same in a query, where a plus is a space.
    static func decodedQuery(_ text: String) -> String { decoded(text.replacing("+", with: "%20")) }

    /// A part of a path, in which all but what it may hold is percent-encoded.
    static func path(_ text: String) -> String {
        var result = ""
        var rest = text.utf8[...]
        func isHex(_ byte: UInt8?) -> Bool { byte.map { Character(Unicode.Scalar($0)).isHexDigit } ?? false }
        while let byte = rest.popFirst() {
            let isAllowed =
                byte < 0x80
                && (Character(Unicode.Scalar(byte)).isLetter || "0123456789-._~/:@!$'()*+,".utf8.contains(byte))
            let isEncoded = byte == UInt8(ascii: "%") && isHex(rest.first) && isHex(rest.dropFirst().first)
            if isAllowed || isEncoded {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    /// A word that a field can have for its id.
    static func id(_ name: String) -> String {
        var id = ""
        for scalar in name.lowercased().unicodeScalars {
            let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isWord { id.unicodeScalars.append(scalar) } else if !id.hasSuffix("_"), !id.isEmpty { id += "_" }
        }
        while id.hasSuffix("_") { id.removeLast() }
        guard let first = id.first, first.isLetter else { return id.isEmpty ? "value" : "value_\(id)" }
        return id
    }
}
