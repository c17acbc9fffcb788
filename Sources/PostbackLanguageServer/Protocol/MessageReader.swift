/// Splits the bytes of a language client into messages.
///
/// Each message has headers, of which only `Content-Length` counts, an empty line, and as many bytes as that header says.
/// Source: Language Server Protocol 3.17, base protocol.
public struct MessageReader {
    /// The largest message that is read, in bytes.
    public static let maximumSize = 64 << 20
    /// The longest line of a header that is waited for, in bytes.
    private static let longestHeader = 4_096

    private var bytes: [UInt8] = []
    private var start = 0
    /// How many bytes of a message that is too large are still to come.
    private var skipped = 0

    /// What came.
    public enum Event: Hashable, Sendable {
        /// The content of a message.
        case message([UInt8])
        /// Something that is no message, in words.
        case unreadable(String)
    }

    /// Creates a reader.
    public init() {}

    /// Adds bytes as they come.
    public mutating func append(_ new: some Collection<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        let passed = min(skipped, new.count)
        skipped -= passed
        bytes += new.dropFirst(passed)
    }

    /// The next message; nil until more bytes come.
    ///
    /// Lines that are no header are passed over up to the next `Content-Length`.
    public mutating func next() -> Event? {
        var position = start
        var length: Int?
        while let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) {
            var line = bytes[position..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            position = end + 1
            if line.isEmpty, let length { return take(length, from: position) }
            if let header = Self.length(in: line) {
                guard header >= 0 else {
                    start = position
                    return .unreadable("a Content-Length that is no number")
                }
                length = header
            } else if length == nil {
                // What is no header has no message.
                start = position
                if !line.isEmpty, !Self.isHeader(line) { return .unreadable("a line that is no header of a message") }
            }
        }
        if bytes.count - position > Self.longestHeader {
            start = bytes.count
            return .unreadable("a header without an end")
        }
        return nil
    }

    private mutating func take(_ length: Int, from position: Int) -> Event? {
        guard length <= Self.maximumSize else {
            let here = min(bytes.count - position, length)
            skipped = length - here
            start = position + here
            return .unreadable("a message of more than \(Self.maximumSize >> 20) MB")
        }
        guard bytes.count - position >= length else { return nil }
        start = position + length
        return .message(Array(bytes[position..<start]))
    }

    /// The number of a `Content-Length`; -1 for one that is none, and nil for another line.
    private static func length(in line: ArraySlice<UInt8>) -> Int? {
        let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, String(decoding: parts[0], as: UTF8.self).lowercased() == "content-length" else {
            return nil
        }
        let digits = parts[1].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard !digits.isEmpty, digits.count <= 12, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return -1 }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
        }
    }
}
