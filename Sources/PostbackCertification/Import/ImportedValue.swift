import PostbackLanguage

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

extension [TemplateUnit] {
    /// Takes a text apart.
    ///
    /// - Parameter hole: the placeholder that a rest begins with and where it is over, asked with the unit in front of it; nil where a
    ///   character stands for itself.
    init(_ text: String, _ hole: (Substring, TemplateUnit?) -> (ImportedPlaceholder, String.Index)?) {
        self = []
        var rest = text[...]
        while let first = rest.first {
            if let (found, end) = hole(rest, last) {
                append(.hole(found))
                rest = rest[end...]
            } else {
                append(.character(first))
                rest = rest.dropFirst()
            }
        }
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
            text += SourceFormatter.escaped(decode(literal))
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

    /// What stands before and behind the first of a character; nothing behind where there is none.
    func cut(_ separator: Character) -> (before: TemplateText, after: TemplateText?) {
        guard let place = firstIndex(of: .character(separator)) else { return (self, nil) }
        return (self[..<place], self[(place + 1)...])
    }

    /// What is left without white space at both ends.
    var trimmed: TemplateText {
        func isSpace(_ unit: TemplateUnit) -> Bool { unit.character?.isWhitespace ?? false }
        return drop(while: isSpace).reversed().drop(while: isSpace).reversed()[...]
    }
}
