/// A hash function over blocks, as MD5 and the SHA family are.
protocol MessageDigest {
    /// Bytes of one block.
    static var blockSize: Int { get }
    /// Bytes of the length that closes the padding.
    static var lengthSize: Int { get }
    /// Whether words and the length are written with their highest byte first.
    static var isBigEndian: Bool { get }

    init()
    /// Takes in one block, which starts at `offset`.
    mutating func compress(_ bytes: [UInt8], at offset: Int)
    /// The digest.
    var digest: [UInt8] { get }
}

extension MessageDigest {
    /// The digest of a message.
    static func hash(_ message: [UInt8]) -> [UInt8] {
        var state = Self()
        let whole = message.count / blockSize * blockSize
        var offset = 0
        while offset < whole {
            state.compress(message, at: offset)
            offset += blockSize
        }
        var tail = Array(message[whole...])
        tail.append(0x80)
        while tail.count % blockSize != blockSize - lengthSize { tail.append(0) }
        let bits = UInt64(message.count) &* 8
        let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
        let padding = [UInt8](repeating: 0, count: lengthSize - 8)
        tail += isBigEndian ? padding + length.reversed() : length + padding
        for start in stride(from: 0, to: tail.count, by: blockSize) { state.compress(tail, at: start) }
        return state.digest
    }

    /// The keyed digest of a message (RFC 2104).
    static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var block = key.count > blockSize ? hash(key) : key
        block += [UInt8](repeating: 0, count: blockSize - block.count)
        let inner = hash(block.map { $0 ^ 0x36 } + message)
        return hash(block.map { $0 ^ 0x5C } + inner)
    }
}

extension FixedWidthInteger {
    /// The word's bytes, the highest first.
    var bigEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
    }

    func rotatedLeft(_ count: Int) -> Self {
        (self << count) | (self >> (Self.bitWidth - count))
    }
}
