import Synchronization

/// What an encoding makes of every byte: up to six bytes from the lowest on, their number in the highest.
///
/// The words live as long as the process; there are only as many tables as there are sets of bare characters.
@safe
struct EncodingTable: BitwiseCopyable, @unchecked Sendable {
    /// 256 words.
    let words: UnsafePointer<UInt64>

    /// The most bytes that one byte becomes.
    static let longest = 6

    private init(_ encode: (UInt8) -> [UInt8]) {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            let bytes = encode(byte)
            let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            unsafe table[Int(byte)] = word | UInt64(bytes.count) << 56
        }
        unsafe words = UnsafePointer(table)
    }

    /// What becomes of a byte.
    subscript(_ byte: UInt8) -> UInt64 { unsafe words[Int(byte)] }

    /// Whether it is the one of JSON strings: it changes what ends a plain run inside one, others what is not unreserved in a URL.
    @inline(__always)
    var isJSON: Bool { unsafe Self.length(words[0]) == Self.longest }

    /// How many bytes a word of the table holds.
    @inline(__always)
    static func length(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> 56) }
}

extension EncodingTable {
    private static let known = Mutex<[String: EncodingTable]>([:])

    /// Percent-encoding with a set of bare characters; there is one table for each.
    static func percent(unescaped: String, spaceAsPlus: Bool) -> EncodingTable {
        let bare = Set(unescaped.utf8.filter { $0 < 0x80 })
        let key = String(decoding: bare.sorted(), as: UTF8.self) + (spaceAsPlus ? "+" : "-")
        return known.withLock { tables in
            if let table = tables[key] { return table }
            let digits = Array("0123456789ABCDEF".utf8)
            let table = EncodingTable { byte in
                if PercentEncoding.isUnreserved(byte) || bare.contains(byte) { return [byte] }
                if byte == 0x20, spaceAsPlus { return [UInt8(ascii: "+")] }
                return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            tables[key] = table
            return table
        }
    }

    /// Every byte as it is.
    static let plain = EncodingTable { [$0] }

    /// The content of a JSON string: quote, backslash and control characters escaped, all else as it is.
    static let json = EncodingTable { byte in
        let short: UInt8? =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: nil
            }
        if let short { return [UInt8(ascii: "\\"), short] }
        guard byte < 0x20 || byte == 0x7F else { return [byte] }
        return Array("\\u00".utf8) + [Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15)]
    }
}
