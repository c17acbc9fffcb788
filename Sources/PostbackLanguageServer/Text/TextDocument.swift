import PostbackLanguage
import PostbackRuntime

/// A text that a client or the disk holds.
struct TextDocument {
    /// The bytes, which are UTF-8.
    private(set) var bytes: [UInt8]
    /// Where its lines begin.
    private(set) var lines: LineTable

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lines = LineTable(bytes)
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
        return lines.offset(of: TextPosition(line: line, character: character), in: bytes, encoding)
    }

    /// The bytes of a range of the client, whichever of its ends is said first.
    func range(_ range: JSONValue?, _ encoding: PositionEncoding) throws(ResponseError) -> SourceRange {
        let start = try offset(range?["start"], encoding)
        let end = try offset(range?["end"], encoding)
        return SourceRange(min(start, end), max(start, end))
    }

    /// A position as the client counts it.
    func position(_ offset: Int, _ encoding: PositionEncoding) -> JSONValue {
        let position = lines.position(of: offset, in: bytes, encoding)
        return .members(["line": .integer(position.line), "character": .integer(position.character)])
    }

    /// A range as the client counts it.
    func range(_ range: SourceRange, _ encoding: PositionEncoding) -> JSONValue {
        .members(["start": position(range.start, encoding), "end": position(range.end, encoding)])
    }
}
