/// A hash function over blocks, as MD5 and the SHA family are.
protocol MessageDigest {
    /// A word of the state.
    associatedtype Word: FixedWidthInteger & UnsignedInteger & SIMDScalar & BitwiseCopyable

    /// The state before the first block; functions with fewer than eight words leave the rest alone.
    static var initial: SIMD8<Word> { get }
    /// Bytes of the digest.
    static var size: Int { get }
    /// Bytes of one block.
    static var blockSize: Int { get }
    /// Whether words and the length are written with their highest byte first.
    static var isBigEndian: Bool { get }
    /// Takes in one block, of which `blockSize` bytes can be read.
    static func compress(_ state: inout SIMD8<Word>, _ block: UnsafeRawPointer)
}

extension MessageDigest {
    /// Bytes of the length that closes the padding.
    private static var lengthSize: Int { blockSize / 8 }

    /// Appends the digest of a message, as bytes.
    static func append(hashOf message: ByteView, to buffer: inout ByteBuffer) {
        var state = initial
        finish(&state, message, preceding: 0)
        append(state, to: &buffer)
    }

    /// Appends the keyed digest of a message (RFC 2104), as bytes.
    static func append(codeOf message: ByteView, key: ByteView, to buffer: inout ByteBuffer) {
        var short = ByteBuffer.Mark(buffer)
        // A key longer than a block is hashed first.
        if key.count > blockSize {
            append(hashOf: key, to: &buffer)
            short.length = size
        } else {
            buffer.append(key)
            short.length = key.count
        }
        let inner = code(of: message, key: buffer.view(short.start, short.length), mask: 0x36)
        let digest = buffer.count
        append(inner, to: &buffer)
        let outer = code(
            of: buffer.view(digest, size), key: buffer.view(short.start, short.length), mask: 0x5C)
        buffer.truncate(to: short.start)
        append(outer, to: &buffer)
    }

    private static func code(of message: ByteView, key: ByteView, mask: UInt8) -> SIMD8<Word> {
        var state = initial
        unsafe withUnsafeTemporaryAllocation(byteCount: blockSize, alignment: 16) { block in
            for index in 0..<blockSize {
                unsafe block.storeBytes(
                    of: (index < key.count ? key[index] : 0) ^ mask, toByteOffset: index, as: UInt8.self)
            }
            if let start = block.baseAddress { unsafe compress(&state, UnsafeRawPointer(start)) }
        }
        finish(&state, message, preceding: blockSize)
        return state
    }

    /// Takes in a message and the padding behind it.
    private static func finish(_ state: inout SIMD8<Word>, _ message: ByteView, preceding: Int) {
        let whole = message.count / blockSize * blockSize
        var offset = 0
        while offset < whole {
            unsafe compress(&state, message.start + offset)
            offset += blockSize
        }
        let rest = message.count - whole
        // One block where the length still fits behind the rest, two where it does not.
        let padded = rest + 1 + lengthSize > blockSize ? 2 * blockSize : blockSize
        let bits = UInt64(message.count + preceding) &* 8
        unsafe withUnsafeTemporaryAllocation(byteCount: padded, alignment: 16) { tail in
            guard let start = tail.baseAddress else { return }
            unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: padded)
            unsafe start.copyMemory(from: message.start + whole, byteCount: rest)
            unsafe start.storeBytes(of: 0x80, toByteOffset: rest, as: UInt8.self)
            let place = isBigEndian ? padded - 8 : padded - lengthSize
            unsafe start.storeBytes(
                of: isBigEndian ? bits.bigEndian : bits.littleEndian, toByteOffset: place, as: UInt64.self)
            for block in stride(from: 0, to: padded, by: blockSize) {
                unsafe compress(&state, UnsafeRawPointer(start) + block)
            }
        }
    }

    private static func append(_ state: SIMD8<Word>, to buffer: inout ByteBuffer) {
        let width = MemoryLayout<Word>.size
        for index in 0..<size {
            let shift = isBigEndian ? width - 1 - index % width : index % width
            buffer.append(UInt8(truncatingIfNeeded: state[index / width] >> Word(8 * shift)))
        }
    }
}

extension ByteBuffer {
    /// A run of bytes at the end of a buffer.
    struct Mark {
        var start: Int
        var length = 0

        init(_ buffer: borrowing ByteBuffer) {
            start = buffer.count
        }
    }
}

extension FixedWidthInteger {
    @inline(__always)
    func rotatedLeft(_ count: Self) -> Self {
        self &<< count | self &>> (Self(Self.bitWidth) &- count)
    }

    @inline(__always)
    func rotatedRight(_ count: Self) -> Self {
        self &>> count | self &<< (Self(Self.bitWidth) &- count)
    }
}
