import Synchronization

/// Percent-encoding (RFC 3986): every byte but the unreserved ones becomes `%XX`.
public struct PercentEncoding: Sendable {
    /// What becomes of every byte.
    let table: EncodingTable

    /// Creates an encoding; `unescaped` names reserved characters that stay bare, `spaceAsPlus` is the form variant.
    public init(unescaped: String = "", spaceAsPlus: Bool = false) {
        table = EncodingTable.shared(unescaped: unescaped, spaceAsPlus: spaceAsPlus)
    }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// Whether a byte stands for itself everywhere in a URL.
    static func isUnreserved(_ byte: UInt8) -> Bool { unreserved.contains(byte) }

    /// For a piece of a path, for keys and values of queries and matrix parameters.
    public static let component = PercentEncoding()
    /// For keys and values of `application/x-www-form-urlencoded`.
    public static let form = PercentEncoding(spaceAsPlus: true)

    /// Appends the encoded bytes.
    public func append(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) {
        for byte in bytes {
            let word = table[byte]
            for place in 0..<EncodingTable.length(word) {
                buffer.append(UInt8(truncatingIfNeeded: word >> (8 * place)))
            }
        }
    }

    /// The encoded text.
    public func encode(_ text: String) -> String {
        var buffer: [UInt8] = []
        append(text.utf8, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }
}

/// What percent-encoding makes of every byte: up to three bytes from the lowest on, their number in the highest.
@safe
final class EncodingTable: Sendable {
    /// 256 words that live as long as the process; there are only as many tables as there are sets of bare characters.
    nonisolated(unsafe) let words: UnsafePointer<UInt32>

    private static let known = Mutex<[String: EncodingTable]>([:])

    /// The one table for a set of bare characters.
    static func shared(unescaped: String, spaceAsPlus: Bool) -> EncodingTable {
        let bare = Set(unescaped.utf8.filter { $0 < 0x80 })
        let key = String(decoding: bare.sorted(), as: UTF8.self) + (spaceAsPlus ? "+" : "-")
        return known.withLock { tables in
            if let table = tables[key] { return table }
            let table = EncodingTable(bare: bare, spaceAsPlus: spaceAsPlus)
            tables[key] = table
            return table
        }
    }

    private init(bare: Set<UInt8>, spaceAsPlus: Bool) {
        let digits = Array("0123456789ABCDEF".utf8).map(UInt32.init)
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            let word =
                if PercentEncoding.isUnreserved(byte) || bare.contains(byte) {
                    UInt32(byte) | 1 << 24
                } else if byte == 0x20, spaceAsPlus {
                    UInt32(UInt8(ascii: "+")) | 1 << 24
                } else {
                    UInt32(UInt8(ascii: "%")) | digits[Int(byte >> 4)] << 8 | digits[Int(byte & 15)] << 16 | 3 << 24
                }
            unsafe table[Int(byte)] = word
        }
        unsafe words = UnsafePointer(table)
    }

    /// What becomes of a byte.
    @inline(__always)
    subscript(_ byte: UInt8) -> UInt32 { unsafe words[Int(byte)] }

    /// How many bytes a word of the table holds.
    @inline(__always)
    static func length(_ word: UInt32) -> Int { Int(word >> 24) }
}
