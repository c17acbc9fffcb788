/// Writes JSON.
public enum JSONText {
    /// Appends a string with its quotes.
    public static func append(_ text: String, to buffer: inout [UInt8]) {
        var text = text
        text.withUTF8 { append(unsafe $0.span, to: &buffer) }
    }

    /// Appends the UTF-8 bytes of a string with quotes around them.
    public static func append(_ bytes: Span<UInt8>, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        appendEscaped(bytes, to: &buffer)
        buffer.append(UInt8(ascii: "\""))
    }

    /// Appends the bytes of a string's content: quote, backslash and control characters escaped, all else as it is.
    static func appendEscaped(_ bytes: Span<UInt8>, to buffer: inout [UInt8]) {
        let table = EncodingTable.json
        var start = 0
        for place in 0..<bytes.count {
            let word = table[bytes[place]]
            guard EncodingTable.length(word) > 1 else { continue }
            copy(bytes, start..<place, to: &buffer)
            for byte in 0..<EncodingTable.length(word) {
                buffer.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * byte)))
            }
            start = place + 1
        }
        copy(bytes, start..<bytes.count, to: &buffer)
    }

    private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>, to buffer: inout [UInt8]) {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
}
