import Foundation

/// Reads a file or standard input line by line, in bounded memory.
struct LineReader {
    /// The longest line, in bytes.
    static let maximumLength = 1 << 20

    /// One line of the input.
    enum Line {
        /// Its bytes without the line break.
        case bytes([UInt8])
        /// A line that is too long; its bytes are passed over.
        case tooLong
    }

    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Opens a file, or standard input for nil and `-`.
    init(path: String?) throws {
        guard let path, path != "-" else {
            handle = .standardInput
            return
        }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ToolError("'\(path)' cannot be read") }
        self.handle = handle
    }

    /// The next line; nil at the end.
    mutating func next() throws -> Line? {
        var searched = start
        var isTooLong = false
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return isTooLong ? .tooLong : .bytes(Array(buffer[start..<end]))
            }
            searched = buffer.count
            if isAtEnd {
                guard start < buffer.count || isTooLong else { return nil }
                defer { start = buffer.count }
                return isTooLong ? .tooLong : .bytes(Array(buffer[start...]))
            }
            if buffer.count - start > Self.maximumLength {
                isTooLong = true
                start = buffer.count
            }
            buffer.removeSubrange(..<start)
            searched -= start
            start = 0
            guard let data = try? handle.read(upToCount: 1 << 16), !data.isEmpty else {
                isAtEnd = true
                continue
            }
            buffer += data
        }
    }
}
