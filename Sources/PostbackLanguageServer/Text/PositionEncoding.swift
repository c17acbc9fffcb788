import PostbackSupport

/// What the characters of a position are counted in.
enum PositionEncoding: String {
    /// Units of UTF-16, as every client can.
    case utf16 = "utf-16"
    /// Bytes of UTF-8, as clients can that say so.
    case utf8 = "utf-8"
}

/// A place as clients count it: line and character, both from 0.
struct TextPosition: Hashable, Comparable {
    var line: Int
    var character: Int

    static func < (left: TextPosition, right: TextPosition) -> Bool {
        (left.line, left.character) < (right.line, right.character)
    }
}

/// Where the lines of a text begin, as clients count them: a carriage return alone ends a line, too.
struct LineTable {
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        var starts = [0]
        for (offset, byte) in bytes.enumerated() {
            if byte == 0x0A { starts.append(offset + 1) }
            if byte == 0x0D, offset + 1 == bytes.count || bytes[offset + 1] != 0x0A { starts.append(offset + 1) }
        }
        self.starts = starts
    }

    /// How many lines there are.
    var count: Int { starts.count }

    /// The line, from 0, that holds an offset.
    func line(of offset: Int) -> Int { starts.place(of: offset) }

    /// Where a line begins, and where its text ends.
    func bounds(ofLine line: Int, in bytes: [UInt8]) -> Range<Int> {
        guard line < starts.count else { return bytes.count..<bytes.count }
        let start = starts[line]
        var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// The position of an offset.
    func position(of offset: Int, in bytes: [UInt8], _ encoding: PositionEncoding) -> TextPosition {
        let offset = min(max(offset, 0), bytes.count)
        let line = line(of: offset)
        return TextPosition(line: line, character: Self.units(in: bytes[starts[line]..<offset], encoding))
    }

    /// The offset of a position; one behind the end of its line is that end, and one inside of a character its start.
    func offset(of position: TextPosition, in bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
        guard position.line >= 0 else { return 0 }
        let bounds = bounds(ofLine: position.line, in: bytes)
        var offset = bounds.lowerBound
        var left = position.character
        while offset < bounds.upperBound, left > 0 {
            let length = Self.length(bytes[offset])
            let units = encoding == .utf8 ? length : Self.units(bytes[offset])
            guard units <= left else { break }
            left -= units
            offset += length
        }
        return min(offset, bounds.upperBound)
    }

    /// The units of some text.
    static func units(in text: ArraySlice<UInt8>, _ encoding: PositionEncoding) -> Int {
        encoding == .utf8 ? text.count : text.reduce(0) { $0 + units($1) }
    }

    /// The units of UTF-16 that a character takes, counted at its first byte.
    private static func units(_ byte: UInt8) -> Int { byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }

    /// The bytes of the character that begins with a byte.
    private static func length(_ byte: UInt8) -> Int { byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
}
