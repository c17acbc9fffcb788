/// Sixteen bytes of a text, looked at together.
///
/// Vectors are compared with vectors alone: beside a single number the compiler has no instruction for it.
struct TextChunk {
    typealias Mask = SIMDMask<SIMD16<Int8>>

    let bytes: SIMD16<UInt8>

    @inline(__always)
    init(_ bytes: SIMD16<UInt8>) {
        self.bytes = bytes
    }

    /// The number of bytes in front of the first one that ends a plain run inside a JSON string; 16 for all.
    @inline(__always)
    var plainCount: Int {
        let words = Words(endsPlainRun)
        return words.low != 0
            ? words.low.trailingZeroBitCount &>> 3 : 8 &+ words.high.trailingZeroBitCount &>> 3
    }

    /// The chunk with as many bytes as there are and letters, which have no traits, behind them.
    @inline(__always)
    func first(_ count: Int) -> TextChunk {
        let places = SIMD16<UInt8>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        let isThere = places .< Self.every(UInt8(truncatingIfNeeded: count))
        return TextChunk(bytes.replacing(with: Self.every(UInt8(ascii: "a")), where: .!isThere))
    }

    /// A quote, a backslash or a control character.
    @inline(__always)
    var endsPlainRun: Mask {
        (bytes .< Self.every(0x20)) .| (bytes .== Self.every(UInt8(ascii: "\"")))
            .| (bytes .== Self.every(UInt8(ascii: "\\")))
    }

    /// What is written in another way inside a JSON string.
    @inline(__always)
    var isEscaped: Mask { endsPlainRun .| (bytes .== Self.every(0x7F)) }

    /// Whatever is neither a letter or a digit of ASCII nor one of `-._~`.
    @inline(__always)
    var isReserved: Mask {
        let isLetter = ((bytes | Self.every(0x20)) &- Self.every(UInt8(ascii: "a"))) .< Self.every(26)
        let isDigit = (bytes &- Self.every(UInt8(ascii: "0"))) .< Self.every(10)
        let isMark =
            (bytes .== Self.every(UInt8(ascii: "-"))) .| (bytes .== Self.every(UInt8(ascii: ".")))
            .| (bytes .== Self.every(UInt8(ascii: "_"))) .| (bytes .== Self.every(UInt8(ascii: "~")))
        return .!(isLetter .| isDigit .| isMark)
    }

    @inline(__always)
    static func every(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16(repeating: byte) }

    /// Eight bits for each of sixteen bytes.
    struct Words {
        let low: UInt64
        let high: UInt64

        @inline(__always)
        init(_ mask: Mask) {
            let words = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
            (low, high) = (UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]))
        }

        @inline(__always)
        var isAny: Bool { low | high != 0 }
    }
}

/// The chunks of a text, one after the other, and what they are made of.
struct TextScan {
    private var reserved = TextChunk.Mask(repeating: false)
    private var stops = TextChunk.Mask(repeating: false)
    private var bytes = TextChunk.every(0)
    private var deletes = TextChunk.Mask(repeating: false)
    private var controls = TextChunk.Mask(repeating: false)

    @inline(__always)
    init() {}

    /// Takes in a chunk of which no byte ends a plain run inside a JSON string.
    @inline(__always)
    mutating func add(plain chunk: TextChunk) {
        reserved = reserved .| chunk.isReserved
        bytes |= chunk.bytes
        deletes = deletes .| (chunk.bytes .== TextChunk.every(0x7F))
    }

    /// Takes in any chunk.
    @inline(__always)
    mutating func add(_ chunk: TextChunk) {
        add(plain: chunk)
        stops = stops .| chunk.endsPlainRun
        controls = controls .| ((chunk.bytes .< TextChunk.every(0x20)) .& (chunk.bytes .!= TextChunk.every(0x09)))
    }

    /// Whether some byte is not ASCII.
    @inline(__always)
    var isWide: Bool { TextChunk.Words(bytes .>= TextChunk.every(0x80)).isAny }

    /// The traits of all bytes together.
    @inline(__always)
    var traits: TextTraits {
        // Whatever has another trait is reserved.
        guard TextChunk.Words(reserved).isAny else { return [] }
        var traits = TextTraits.reserved
        if isWide { traits.insert(.wide) }
        if TextChunk.Words(stops .| deletes).isAny { traits.insert(.escaped) }
        if TextChunk.Words(controls .| deletes).isAny { traits.insert(.control) }
        return traits
    }
}

extension TextTraits {
    /// The traits of all bytes together.
    init(of bytes: ByteView) {
        var scan = TextScan()
        var place = 0
        while place &+ 16 <= bytes.count {
            scan.add(TextChunk(bytes.chunk(at: place)))
            place &+= 16
        }
        if place < bytes.count { scan.add(TextChunk(bytes.chunk(at: place)).first(bytes.count &- place)) }
        self = scan.traits
    }
}
