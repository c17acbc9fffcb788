/// Text with pieces of given types.
public struct TextPattern: Sendable {
    /// A part of it.
    public enum Piece: Sendable {
        /// Characters.
        case literal(String)
        /// A piece of a type.
        case hole(ContractType)
    }

    /// The parts in order.
    public let pieces: [Piece]
    /// The text, where it has no pieces of a type.
    public let literal: String?

    /// The longest text that is compared with pieces of a type, in characters.
    static let longest = 2_000

    /// Creates a pattern.
    public init(pieces: [Piece]) {
        self.pieces = pieces
        var text: String? = ""
        for piece in pieces {
            if case .literal(let part) = piece { text?.append(part) } else { text = nil }
        }
        literal = text
    }

    /// The number of characters that are written out.
    var literalCount: Int {
        pieces.reduce(0) { count, piece in
            if case .literal(let text) = piece { count + text.count } else { count }
        }
    }

    /// The pattern in words.
    var words: String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .hole(let type): "{\(type.words)}"
            }
        }.joined()
    }

    /// Whether a text is one of the pattern's.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - takes: whether a piece is of a type.
    func matches(_ text: String, takes: (ContractType, String) -> Bool) -> Bool {
        if let literal { return literal == text }
        let characters = Array(text)
        guard characters.count <= Self.longest else { return false }
        var failed: Set<[Int]> = []
        return matches(0, characters, 0, &failed, takes)
    }

    /// Whether the pieces from one on take the text from an offset on; what has failed once is not tried again.
    private func matches(
        _ piece: Int, _ text: [Character], _ start: Int, _ failed: inout Set<[Int]>,
        _ takes: (ContractType, String) -> Bool
    ) -> Bool {
        guard piece < pieces.count else { return start == text.count }
        guard !failed.contains([piece, start]) else { return false }
        switch pieces[piece] {
        case .literal(let literal):
            let rest = text[start...]
            if rest.starts(with: literal), matches(piece + 1, text, start + literal.count, &failed, takes) {
                return true
            }
        case .hole(let type):
            // The longest piece first: what follows is a literal or the end.
            for end in stride(from: text.count, through: start, by: -1)
            where follows(piece + 1, text, end) && matches(piece + 1, text, end, &failed, takes) {
                if takes(type, String(text[start..<end])) { return true }
            }
        }
        failed.insert([piece, start])
        return false
    }

    /// Whether a piece may begin at an offset, as far as that is seen at once.
    private func follows(_ piece: Int, _ text: [Character], _ start: Int) -> Bool {
        guard piece < pieces.count else { return start == text.count }
        if case .literal(let literal) = pieces[piece] { return text[start...].starts(with: literal) }
        return true
    }
}

/// A URL without its query, with pieces of given types.
public struct TargetPattern: Sendable {
    /// `http` or `https`.
    public var scheme: String
    /// The host.
    public var host: TextPattern
    /// The path's segments.
    public var segments: [TextPattern]
    /// The URL in words.
    public var words: String
}
