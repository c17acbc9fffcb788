/// A piece of a source file as an editor colours it.
public struct SourceToken: Hashable, Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
        /// A word: a keyword, a key or a name.
        case word
        /// A number, with its unit.
        case number
        /// Text between quotes, without what stands in its holes; a text with holes is several.
        case text
        /// A mark such as `{`, `->` or `|`.
        case mark
        /// A comment, from its slashes on.
        case comment
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands, on one line or, for text between three quotes, on several.
    public var range: SourceRange

    /// The pieces of a file in order; what stands in holes of texts is among them, what cannot be read is not.
    public static func all(in source: SourceFile) -> [SourceToken] {
        var tokens: [SourceToken] = []
        collect(source, nil, depth: 0, into: &tokens)
        return tokens.sorted { $0.range < $1.range }
    }

    private static func collect(
        _ source: SourceFile, _ range: SourceRange?, depth: Int, into tokens: inout [SourceToken]
    ) {
        guard depth < Parser.maximumDepth else { return }
        var lexer = Lexer(source, in: range)
        for token in lexer.lex() {
            switch token.kind {
            case .word: tokens.append(SourceToken(kind: .word, range: token.range))
            case .number: tokens.append(SourceToken(kind: .number, range: token.range))
            case .mark: tokens.append(SourceToken(kind: .mark, range: token.range))
            case .block: tokens.append(SourceToken(kind: .text, range: token.range))
            case .string(let pieces):
                var start = token.range.start
                for case .hole(let hole) in pieces {
                    tokens.append(SourceToken(kind: .text, range: SourceRange(start, hole.start - 1)))
                    tokens.append(SourceToken(kind: .mark, range: SourceRange(hole.start - 1, hole.start)))
                    collect(source, hole, depth: depth + 1, into: &tokens)
                    tokens.append(SourceToken(kind: .mark, range: SourceRange(hole.end, hole.end + 1)))
                    start = hole.end + 1
                }
                tokens.append(SourceToken(kind: .text, range: SourceRange(start, token.range.end)))
            case .newline, .end, .invalid: break
            }
        }
        tokens += lexer.comments.map { SourceToken(kind: .comment, range: $0.range) }
    }
}
