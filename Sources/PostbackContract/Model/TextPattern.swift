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
    public var pieces: [Piece]

    /// The text, where it has no pieces of a type.
    public var literal: String? {
        var text = ""
        for piece in pieces {
            guard case .literal(let part) = piece else { return nil }
            text += part
        }
        return text
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
        return Self.matches(pieces[...], Array(text)[...], takes)
    }

    private static func matches(
        _ pieces: ArraySlice<Piece>, _ text: ArraySlice<Character>, _ takes: (ContractType, String) -> Bool
    ) -> Bool {
        guard let first = pieces.first else { return text.isEmpty }
        switch first {
        case .literal(let literal):
            return text.starts(with: literal)
                && matches(pieces.dropFirst(), text.dropFirst(literal.count), takes)
        case .hole(let type):
            // The longest piece first: what follows is a literal or the end.
            for end in stride(from: text.endIndex, through: text.startIndex, by: -1) {
                guard matches(pieces.dropFirst(), text[end...], takes) else { continue }
                if takes(type, String(text[text.startIndex..<end])) { return true }
            }
            return false
        }
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
