/// The smallest unit of a source file.
public struct Token: Hashable, Sendable {
    /// What the token is.
    public enum Kind: Hashable, Sendable {
        /// A word: letters, digits, underscores and inner hyphens.
        case word(String)
        /// Text between quotes, in pieces.
        case string([StringPiece])
        /// Text between triple quotes, without holes and escapes.
        case block(String)
        /// A number as written, with the unit that follows it directly: `200`, `4.99`, `10s`.
        case number(String, unit: String)
        /// A mark such as `{`, `->` or `??`.
        case mark(Mark)
        /// The end of a line that ends something.
        case newline
        /// The end of the file.
        case end
        /// Something that was reported and stands for nothing.
        case invalid
    }

    /// A part of a quoted text.
    public enum StringPiece: Hashable, Sendable {
        /// Characters, escapes resolved.
        case text(String, SourceRange)
        /// A hole; the range is what stands between the braces.
        case hole(SourceRange)
    }

    /// The marks of the language.
    public enum Mark: String, Hashable, Sendable, CaseIterable {
        /// Brackets.
        case openBrace = "{"
        case closeBrace = "}"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBracket = "["
        case closeBracket = "]"
        /// Separators and operators.
        case ellipsis = "..."
        case arrow = "->"
        case equals = "=="
        case notEquals = "!="
        case fallback = "??"
        case comma = ","
        case colon = ":"
        case assign = "="
        case dot = "."
        case pipe = "|"
        case star = "*"
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var range: SourceRange
    /// The lines of `///` in front of it, joined; nil without any.
    public var documentation: String?
}

extension Token.Mark {
    /// Marks of one byte that no longer mark, of this language or another, starts with.
    static let single: [UInt8: Token.Mark] = [
        UInt8(ascii: "{"): .openBrace, UInt8(ascii: "}"): .closeBrace, UInt8(ascii: "("): .openParenthesis,
        UInt8(ascii: ")"): .closeParenthesis, UInt8(ascii: "["): .openBracket, UInt8(ascii: "]"): .closeBracket,
        UInt8(ascii: ","): .comma, UInt8(ascii: "*"): .star,
    ]

    /// Marks by their first byte, longest first.
    static let starting: [UInt8: [Token.Mark]] = Dictionary(grouping: allCases) { $0.rawValue.utf8.first ?? 0 }
        .mapValues { $0.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count } }
}

extension Token {
    /// The mark that it is.
    var mark: Mark? { if case .mark(let mark) = kind { mark } else { nil } }

    /// The token in words, for "expected …, found …".
    var description: String {
        switch kind {
        case .word(let word): "'\(word)'"
        case .string, .block: "a text"
        case .number(let number, let unit): "'\(number)\(unit)'"
        case .mark(let mark): "'\(mark.rawValue)'"
        case .newline: "the end of the line"
        case .end: "the end of the file"
        case .invalid: "something unreadable"
        }
    }
}

extension Token.Kind {
    /// How a word or a mark is written.
    var spelling: String? {
        switch self {
        case .word(let word): word
        case .mark(let mark): mark.rawValue
        default: nil
        }
    }
}
