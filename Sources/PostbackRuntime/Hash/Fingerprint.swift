/// 128 bits that name something by its parts: half of a SHA-256 digest.
///
/// The parts are told apart by their lengths, so that moving a character from one to the next gives another name.
public struct Fingerprint: Hashable, Sendable, BitwiseCopyable {
    /// The first eight bytes.
    public let high: UInt64
    /// The other eight.
    public let low: UInt64

    /// Takes the bytes as they are.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Names something by its parts.
    public init(of parts: String...) { self.init(of: parts) }

    /// Names something by its parts.
    public init(of parts: [String]) {
        var text = ByteBuffer()
        for part in parts {
            var part = part
            let count = UInt32(part.utf8.count)
            for shift in [24, 16, 8, 0] as [UInt32] { text.append(UInt8(truncatingIfNeeded: count >> shift)) }
            part.withUTF8 { unsafe text.append(outside: UnsafeRawBufferPointer($0)) }
        }
        self.init(hashing: text)
    }

    /// Names bytes.
    public init(of bytes: Span<UInt8>) {
        var text = ByteBuffer()
        text.append(bytes)
        self.init(hashing: text)
    }

    private init(hashing text: borrowing ByteBuffer) {
        var digest = ByteBuffer()
        text.withView { SHA256.append(hashOf: $0, to: &digest) }
        func word(_ start: Int) -> UInt64 { (start..<start + 8).reduce(0) { $0 << 8 | UInt64(digest[$1]) } }
        self.init(high: word(0), low: word(8))
    }
}

extension Fingerprint: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public var description: String { String(decoding: Self.digits(high, low), as: UTF8.self) }

    /// Reads what `description` writes.
    public init?(_ text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// The digits of two words, with a hyphen in front of each place whose bit is set.
    private static func digits(_ high: UInt64, _ low: UInt64, hyphens: UInt32 = 0) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(32 + hyphens.nonzeroBitCount)
        for place in 0..<32 {
            if hyphens >> UInt32(place) & 1 != 0 { text.append(UInt8(ascii: "-")) }
            let word = place < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - place % 16 * 4)) & 0xF
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
        return text
    }

    /// The same bits as a UUID of version 8, lower case.
    ///
    /// Source: RFC 9562, 5.8.
    public var uuid: String {
        let first = high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        let second = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(
            decoding: Self.digits(first, second, hyphens: 1 << 8 | 1 << 12 | 1 << 16 | 1 << 20), as: UTF8.self)
    }
}
