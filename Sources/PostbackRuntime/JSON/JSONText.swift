/// Writes JSON.
public enum JSONText {
    /// Appends a string with its quotes.
    public static func append(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        appendEscaped(text.utf8, to: &buffer)
        buffer.append(UInt8(ascii: "\""))
    }

    /// Appends the bytes of a string's content: quote, backslash and control characters escaped, all else as it is.
    public static func appendEscaped(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) {
        let plain = ByteBuffer(Array(bytes))
        var escaped = ByteBuffer(capacity: plain.count + 16)
        plain.withView { escaped.append($0, encoding: .json) }
        for place in 0..<escaped.count { buffer.append(escaped[place]) }
    }
}
