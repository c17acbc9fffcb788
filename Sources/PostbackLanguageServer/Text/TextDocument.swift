import PostbackLanguage
import PostbackRuntime

/// A text that a client or the disk holds.
struct TextDocument {
    /// The bytes, which are UTF-8, without a byte order mark.
    private(set) var bytes: [UInt8]
    /// Where its lines begin.
    private(set) var lines: LineTable
    /// Whether a byte order mark stands in front, which the client counts and nobody reads.
    private let hasMark: Bool

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ bytes: [UInt8]) {
        hasMark = bytes.starts(with: Self.mark)
        self.bytes = hasMark ? Array(bytes.dropFirst(Self.mark.count)) : bytes
        lines = LineTable(self.bytes)
    }

    /// What the mark takes of the first line.
    func shift(_ line: Int, _ encoding: PositionEncoding) -> Int {
        hasMark && line == 0 ? (encoding == .utf8 ? Self.mark.count : 1) : 0
    }

    /// Makes an edit of the client: text in the place of a range, or of all.
    mutating func apply(_ change: JSONValue, _ encoding: PositionEncoding) throws(ResponseError) {
        guard let text = change["text"]?.text else { throw .missing("text") }
        guard let range = change["range"], case .object = range else {
            self = TextDocument(Array(text.utf8))
            return
        }
        let edited = try self.range(range, encoding)
        bytes.replaceSubrange(edited.start..<edited.end, with: text.utf8)
        lines = LineTable(bytes)
    }

    /// The offset of a position of the client.
    func offset(_ position: JSONValue?, _ encoding: PositionEncoding) throws(ResponseError) -> Int {
        guard let line = position?["line"]?.integer, let character = position?["character"]?.integer else {
            throw .missing("position")
        }
        let inText = TextPosition(line: line, character: character - shift(line, encoding))
        return lines.offset(of: inText, in: bytes, encoding)
    }

    /// The bytes of a range of the client, whichever of its ends is said first.
    func range(_ range: JSONValue?, _ encoding: PositionEncoding) throws(ResponseError) -> SourceRange {
        let start = try offset(range?["start"], encoding)
        let end = try offset(range?["end"], encoding)
        return SourceRange(min(start, end), max(start, end))
    }

    /// A position as the client counts it.
    func position(_ offset: Int, _ encoding: PositionEncoding) -> JSONValue {
        var position = lines.position(of: offset, in: bytes, encoding)
        position.character += shift(position.line, encoding)
        return .members(["line": .integer(position.line), "character": .integer(position.character)])
    }

    /// A range as the client counts it.
    func range(_ range: SourceRange, _ encoding: PositionEncoding) -> JSONValue {
        .members(["start": position(range.start, encoding), "end": position(range.end, encoding)])
    }
}
