/// Writes JSON.
enum JSONText {
    /// Appends a string with its quotes.
    static func append(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        appendEscaped(text.utf8, to: &buffer)
        buffer.append(UInt8(ascii: "\""))
    }

    /// Appends the bytes of a string's content: quote, backslash and control characters escaped, all else as it is.
    static func appendEscaped(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): buffer += [0x5C, 0x22]
            case UInt8(ascii: "\\"): buffer += [0x5C, 0x5C]
            case 0x08: buffer += [0x5C, UInt8(ascii: "b")]
            case 0x09: buffer += [0x5C, UInt8(ascii: "t")]
            case 0x0A: buffer += [0x5C, UInt8(ascii: "n")]
            case 0x0C: buffer += [0x5C, UInt8(ascii: "f")]
            case 0x0D: buffer += [0x5C, UInt8(ascii: "r")]
            case 0..<0x20, 0x7F:
                buffer += Array("\\u00".utf8)
                Hexadecimal.append(byte, to: &buffer)
            default: buffer.append(byte)
            }
        }
    }
}
