import Foundation
import PostbackDelivery

/// Reads a file or standard input in chunks of whole lines, in bounded memory.
struct LineChunks {
    /// The longest line, in bytes.
    static let maximumLength = DeliveryService.longestLine
    /// About how many bytes a chunk has.
    private static let size = 1 << 18

    /// Some lines of the input.
    struct Chunk: Sendable {
        /// The lines with their breaks; empty for a line that is too long, whose bytes are passed over.
        var bytes: [UInt8]
        /// The number of the first line, from 1.
        var firstLine: Int
        /// Whether the chunk stands for one line that is too long.
        var isTooLong = false

        /// The lines in which there is something, by their numbers and the places of their bytes, without their breaks.
        var lines: [(number: Int, place: Range<Int>)] {
            var lines: [(number: Int, place: Range<Int>)] = []
            unsafe bytes.withUnsafeBytes { bytes in
                var (start, number) = (0, firstLine)
                while start < bytes.count, let first = bytes.baseAddress {
                    let found = unsafe memchr(first + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
                    let end = unsafe found.map { unsafe first.distance(to: $0) } ?? bytes.count
                    if unsafe bytes[start..<end].contains(where: { $0 > 0x20 }) { lines.append((number, start..<end)) }
                    start = end + 1
                    number += 1
                }
            }
            return lines
        }
    }

    private let handle: FileHandle
    private let longest: Int
    /// What has been read behind the last chunk.
    private var rest: [UInt8] = []
    /// How much of it has no line break.
    private var searched = 0
    private var line = 1
    private var isAtEnd = false

    /// Opens a file, or standard input for nil and `-`.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - longest: the longest line that is given whole, in bytes.
    init(path: String?, longest: Int = Self.maximumLength) throws {
        self.longest = longest
        guard let path, path != "-" else {
            handle = .standardInput
            return
        }
        guard !ProjectFiles.isDirectory(path) else { throw ToolError("'\(path)' is a folder") }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ToolError("'\(path)' cannot be read") }
        self.handle = handle
    }

    /// The next lines; nil at the end. Waits for no more than one line, so that what a pipe brings goes on at once.
    mutating func next() -> Chunk? {
        while true {
            if let end = rest[searched...].lastIndex(of: UInt8(ascii: "\n")) {
                let bytes = Array(rest[...end])
                rest.removeSubrange(...end)
                searched = 0
                return chunk(bytes)
            }
            searched = rest.count
            if isAtEnd {
                guard !rest.isEmpty else { return nil }
                defer {
                    rest = []
                    searched = 0
                }
                return chunk(rest)
            }
            if rest.count > longest {
                searched = 0
                skipLine()
                defer { line += 1 }
                return Chunk(bytes: [], firstLine: line, isTooLong: true)
            }
            read()
        }
    }

    private mutating func chunk(_ bytes: [UInt8]) -> Chunk {
        defer {
            // Without checks, so that many bytes are looked at together.
            var breaks = bytes.last == UInt8(ascii: "\n") ? 0 : 1
            for byte in bytes { breaks &+= byte == UInt8(ascii: "\n") ? 1 : 0 }
            line += breaks
        }
        return Chunk(bytes: bytes, firstLine: line)
    }

    private mutating func read() {
        // What there is: `FileHandle` would wait for more from a pipe.
        let descriptor = handle.fileDescriptor
        var count = 0
        rest += unsafe [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, initialized in
            while true {
                count = unsafe Foundation.read(descriptor, buffer.baseAddress, Self.size)
                guard count < 0, errno == EINTR || errno == EAGAIN else { break }
                var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = unsafe Foundation.poll(&poll, 1, -1)
            }
            initialized = max(0, count)
        }
        if count <= 0 { isAtEnd = true }
    }

    /// Passes over the rest of a line that is too long.
    private mutating func skipLine() {
        while !isAtEnd {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                rest.removeSubrange(...end)
                return
            }
            rest = []
            read()
        }
    }
}
