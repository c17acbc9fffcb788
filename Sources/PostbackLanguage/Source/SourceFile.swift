import PostbackSupport

/// A range of UTF-8 offsets in one source file.
public struct SourceRange: Hashable, Sendable, Comparable {
    /// Offset of the first byte.
    public var start: Int
    /// Offset behind the last byte; equal to `start` for a place between two bytes.
    public var end: Int

    /// Creates a range from offsets.
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The smallest range that holds both.
    public func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }

    /// Orders by start, then by end.
    public static func < (left: SourceRange, right: SourceRange) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }
}

/// One text that the compiler reads, with its name.
public struct SourceFile: Sendable {
    /// A place as people count it.
    public struct Location: Hashable, Sendable {
        /// Line, from 1.
        public var line: Int
        /// Column in Unicode scalars, from 1.
        public var column: Int
    }

    /// The path as the user named it, with forward slashes.
    public let path: String
    /// The text as UTF-8; malformed sequences are replaced.
    public let bytes: [UInt8]
    private let lineStarts: [Int]

    /// The largest file that is read, in bytes.
    public static let maximumSize = 1 << 20

    /// Creates a file from text.
    public init(path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(offset + 1)
        }
        lineStarts = starts
    }

    /// The path's last component without its extension: `unity` for `Integrations/unity.postback`.
    public var stem: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.split(separator: ".", maxSplits: 1).first.map(String.init) ?? file
    }

    /// The line, from 1, that holds the offset.
    public func line(at offset: Int) -> Int { lineStarts.place(of: offset) + 1 }

    /// Line and column of an offset.
    public func location(at offset: Int) -> Location {
        let line = line(at: offset)
        let start = lineStarts[line - 1]
        let before = bytes[start..<min(max(offset, start), bytes.count)]
        return Location(line: line, column: before.count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// The nearest offset at or before another one where a character starts; inside the file.
    func boundary(at offset: Int) -> Int {
        var boundary = min(max(0, offset), bytes.count)
        while boundary > 0, boundary < bytes.count, bytes[boundary] & 0xC0 == 0x80 { boundary -= 1 }
        return boundary
    }

    /// Offsets of the line's text without its line break; an empty range for a line that does not exist.
    public func range(ofLine line: Int) -> SourceRange {
        guard line >= 1, line <= lineStarts.count else { return SourceRange(bytes.count, bytes.count) }
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return SourceRange(start, end)
    }

    /// The whole text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text in a range.
    public func text(in range: SourceRange) -> String {
        let start = min(max(range.start, 0), bytes.count)
        return String(decoding: bytes[start..<min(max(range.end, start), bytes.count)], as: UTF8.self)
    }
}
