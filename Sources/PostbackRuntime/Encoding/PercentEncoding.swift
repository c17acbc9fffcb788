/// Percent-encoding (RFC 3986): every byte but the unreserved ones becomes `%XX`.
public struct PercentEncoding: Sendable {
    /// What becomes of every byte.
    let table: EncodingTable

    /// Creates an encoding; `unescaped` names reserved characters that stay bare, `spaceAsPlus` is the form variant.
    public init(unescaped: String = "", spaceAsPlus: Bool = false) {
        table = EncodingTable.percent(unescaped: unescaped, spaceAsPlus: spaceAsPlus)
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
                buffer.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * place)))
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
