/// What stands in front of the equals sign of a line, or nothing, for a value that stands alone.
public struct LineKey: Hashable, Sendable {
    /// A part of a key.
    public enum Piece: Hashable, Sendable, Codable {
        /// Text of the file.
        case text(String)
        /// The number of an element, by its name in a `for`.
        case number(String)
    }

    /// The parts; none where the value stands alone.
    public var pieces: [Piece]
    /// Whether the text goes out as it is, not encoded for its position.
    public var isBare: Bool

    /// Creates a key.
    public init(_ pieces: [Piece], isBare: Bool = false) {
        self.pieces = pieces
        self.isBare = isBare
    }

    /// No key: the value stands alone.
    public static let none = LineKey([], isBare: true)

    /// Whether a key is written.
    public var isWritten: Bool { !pieces.isEmpty }

    /// What a line with a value is called among its neighbours: its key, or the open map whose entries stand there.
    package func name(beside value: PostbackExpression) -> String {
        if case .entries(let entries) = value, !isWritten { entries.map + ".*" } else { description }
    }

    /// The text of a key that is the same for every element; nil for one with a number.
    public var text: String? {
        switch pieces.count {
        case 0: return ""
        case 1: if case .text(let text) = pieces[0] { return text } else { return nil }
        default: return nil
        }
    }
}

extension LineKey: ExpressibleByStringInterpolation, CustomStringConvertible {
    /// Creates a key of one text.
    public init(stringLiteral text: String) {
        self.init([.text(text)])
    }

    /// The key as a partner file writes it: `ITEM{n}`.
    public var description: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .number(let name): "{\(name)}"
            }
        }.joined()
    }
}

extension LineKey: Codable {
    private enum CodingKeys: String, CodingKey {
        case pieces, isBare
    }

    /// Reads a text, or parts.
    public init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init([.text(text)])
        } else {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                try container.decode([Piece].self, forKey: .pieces),
                isBare: try container.decode(Bool.self, forKey: .isBare))
        }
    }

    /// Writes a text where that says all.
    public func encode(to encoder: any Encoder) throws {
        if !isBare, isWritten, let text {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        } else {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(pieces, forKey: .pieces)
            try container.encode(isBare, forKey: .isBare)
        }
    }
}
