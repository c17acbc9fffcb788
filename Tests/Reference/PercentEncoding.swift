import PostbackRuntime
import PostbackTemplate

/// Percent-encoding (RFC 3986): every byte but the unreserved ones becomes `%XX`.
struct PercentEncoding: Sendable {
    private let isBare: [Bool]
    /// Whether a space becomes `+`.
    let writesSpaceAsPlus: Bool

    /// Creates an encoding; `unescaped` names reserved characters that stay bare, `spaceAsPlus` is the form variant.
    init(unescaped: String = "", spaceAsPlus: Bool = false) {
        var table = [Bool](repeating: false, count: 256)
        for byte in Self.unreserved { table[Int(byte)] = true }
        for byte in unescaped.utf8 where byte < 0x80 { table[Int(byte)] = true }
        isBare = table
        writesSpaceAsPlus = spaceAsPlus
    }

    private static let unreserved = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// For a piece of a path, for keys and values of queries and matrix parameters.
    static let component = PercentEncoding()
    /// For keys and values of `application/x-www-form-urlencoded`.
    static let form = PercentEncoding(spaceAsPlus: true)

    /// Appends the encoded bytes.
    func append(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) {
        for byte in bytes {
            if isBare[Int(byte)] {
                buffer.append(byte)
            } else if byte == 0x20, writesSpaceAsPlus {
                buffer.append(UInt8(ascii: "+"))
            } else {
                buffer.append(UInt8(ascii: "%"))
                buffer.append(Self.digits[Int(byte >> 4)])
                buffer.append(Self.digits[Int(byte & 15)])
            }
        }
    }

    /// The encoded text.
    func encode(_ text: String) -> String {
        var buffer: [UInt8] = []
        append(text.utf8, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    /// The decoded text; nil when a sequence is malformed or the result is not UTF-8.
    static func decode(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Hexadecimal.value),
                let low = rest.popFirst().flatMap(Hexadecimal.value)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
