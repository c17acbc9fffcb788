import PostbackLanguage
import PostbackRuntime

/// A text that a client or the disk holds.
struct TextDocument {
    /// The bytes, which are UTF-8, without byte order marks in front.
    let bytes: [UInt8]
    /// Where its lines begin.
    let lines: LineTable
    /// How many byte order marks stand in front, which the client counts and nobody reads.
    private let marks: Int

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ bytes: [UInt8]) {
        var marks = 0
        while bytes[(marks * Self.mark.count)...].starts(with: Self.mark) { marks += 1 }
        self.marks = marks
        self.bytes = marks == 0 ? bytes : Array(bytes.dropFirst(marks * Self.mark.count))
        lines = LineTable(self.bytes)
    }

    /// What the marks take of the first line.
    func shift(_ line: Int, _ encoding: PositionEncoding) -> Int {
        line == 0 ? marks * (encoding == .utf8 ? Self.mark.count : 1) : 0
    }

    /// Makes an edit of the client: text in the place of a range, or of all.
    mutating func apply(_ change: JSONValue, _ encoding: PositionEncoding) throws(ResponseError) {
        guard let text = change["text"]?.text else { throw .missing("text") }
        guard let range = change["range"], case .object = range else {
            self = TextDocument(Array(text.utf8))
            return
        }
        // Marks are characters of the client's text: an edit may bring one, or take it away.
        var whole = (0..<marks).flatMap { _ in Self.mark } + bytes
        let table = marks == 0 ? lines : LineTable(whole)
        let ends = [
            table.offset(of: try Self.position(range["start"]), in: whole, encoding),
            table.offset(of: try Self.position(range["end"]), in: whole, encoding),
        ].sorted()
        whole.replaceSubrange(ends[0]..<ends[1], with: text.utf8)
        self = TextDocument(whole)
    }

    private static func position(_ position: JSONValue?) throws(ResponseError) -> TextPosition {
        guard let line = position?["line"]?.integer, let character = position?["character"]?.integer else {
            throw .missing("position")
        }
        return TextPosition(line: line, character: character)
    }

    /// The offset of a position of the client.
    func offset(_ position: JSONValue?, _ encoding: PositionEncoding) throws(ResponseError) -> Int {
        var inText = try Self.position(position)
        inText.character -= shift(inText.line, encoding)
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
