/// Reads a JSON text into a tree: one value and nothing behind it.
struct JSONReader: JSONLexer {
    var position = 0
    var depth = 0
    /// The string that is being read.
    private var text: [UInt8] = []

    mutating func readDocument(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> JSONValue {
        let value = try readValue(bytes)
        try finish(bytes)
        return value
    }

    mutating func append(escaped byte: UInt8) {
        text.append(byte)
    }

    private mutating func readValue(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> JSONValue {
        skipSpace(bytes)
        guard position < bytes.count else { throw failure(.endsEarly) }
        switch bytes[position] {
        case UInt8(ascii: "{"):
            var members: [(key: String, value: JSONValue)] = []
            try forEachMember(bytes) { (reader, bytes, key) throws(JSONValue.SyntaxError) in
                members.append((key, try reader.readValue(bytes)))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var values: [JSONValue] = []
            try forEachElement(bytes) { (reader, bytes) throws(JSONValue.SyntaxError) in
                values.append(try reader.readValue(bytes))
            }
            return .array(values)
        case UInt8(ascii: "\""): return .string(try readString(bytes))
        case UInt8(ascii: "t"): return try readWord(bytes, "true", .boolean(true))
        case UInt8(ascii: "f"): return try readWord(bytes, "false", .boolean(false))
        case UInt8(ascii: "n"): return try readWord(bytes, "null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = position
            _ = try skipNumber(bytes)
            return .number(String(decoding: Array(copying: bytes.extracting(start..<position)), as: UTF8.self))
        default: throw failure(.noValue)
        }
    }

    private mutating func readWord(
        _ bytes: Span<UInt8>, _ word: StaticString, _ value: JSONValue
    ) throws(JSONValue.SyntaxError) -> JSONValue {
        try skipWord(bytes, word)
        return value
    }

    mutating func readString(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> String {
        position += 1
        text.removeAll(keepingCapacity: true)
        try readContent(bytes)
        guard let string = String(validating: text, as: UTF8.self) else { throw failure(.notUTF8) }
        return string
    }
}
