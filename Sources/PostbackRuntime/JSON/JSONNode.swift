/// A JSON value with its place in the text, for edits that leave everything else as it is.
package struct JSONNode: Sendable {
    /// What it is.
    package enum Content: Sendable {
        /// Members in order.
        case object([Member])
        /// Elements in order.
        case array([JSONNode])
        /// A string.
        case string(String)
        /// A number, boolean or `null`.
        case other
    }

    /// A member of an object.
    package struct Member: Sendable {
        /// The key.
        package var key: String
        /// Where the key stands, quotes included.
        package var keyRange: Range<Int>
        /// The value.
        package var value: JSONNode
    }

    /// The bytes of the text that it takes.
    package var range: Range<Int>
    /// What it is.
    package var content: Content

    /// Reads one JSON text (RFC 8259).
    package init(parsing bytes: [UInt8]) throws(JSONValue.SyntaxError) {
        var reader = JSONNodeReader()
        self = try reader.readDocument(bytes.span)
    }

    fileprivate init(_ range: Range<Int>, _ content: Content) {
        self.range = range
        self.content = content
    }

    /// The members of an object; none for other values.
    package var members: [Member] { if case .object(let members) = content { members } else { [] } }

    /// The elements of an array; none for other values.
    package var elements: [JSONNode] { if case .array(let elements) = content { elements } else { [] } }

    /// The text of a string; nil for other values.
    package var text: String? { if case .string(let text) = content { text } else { nil } }

    /// The value of the last member with a key; nil where there is none.
    package subscript(key: String) -> JSONNode? { members.last { $0.key == key }?.value }
}

/// Reads a JSON text into nodes.
private struct JSONNodeReader: JSONLexer {
    var position = 0
    var depth = 0
    private var text: [UInt8] = []

    struct Token {
        var text: String
        var range: Range<Int>
    }

    mutating func readDocument(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> JSONNode {
        let node = try readNode(bytes)
        try finish(bytes)
        return node
    }

    mutating func append(escaped byte: UInt8) { text.append(byte) }

    private mutating func readNode(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> JSONNode {
        skipSpace(bytes)
        let start = position
        guard position < bytes.count else { throw failure(.endsEarly) }
        switch bytes[position] {
        case UInt8(ascii: "{"):
            var members: [JSONNode.Member] = []
            try forEachMember(bytes) { (reader, bytes, key) throws(JSONValue.SyntaxError) in
                members.append(.init(key: key.text, keyRange: key.range, value: try reader.readNode(bytes)))
            }
            return JSONNode(start..<position, .object(members))
        case UInt8(ascii: "["):
            var elements: [JSONNode] = []
            try forEachElement(bytes) { (reader, bytes) throws(JSONValue.SyntaxError) in
                elements.append(try reader.readNode(bytes))
            }
            return JSONNode(start..<position, .array(elements))
        case UInt8(ascii: "\""):
            let token = try readString(bytes)
            return JSONNode(token.range, .string(token.text))
        case UInt8(ascii: "t"): try skipWord(bytes, "true")
        case UInt8(ascii: "f"): try skipWord(bytes, "false")
        case UInt8(ascii: "n"): try skipWord(bytes, "null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try skipNumber(bytes)
        default: throw failure(.noValue)
        }
        return JSONNode(start..<position, .other)
    }

    mutating func readString(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Token {
        let start = position
        position += 1
        text.removeAll(keepingCapacity: true)
        try readContent(bytes)
        guard let string = String(validating: text, as: UTF8.self) else { throw failure(.notUTF8) }
        return Token(text: string, range: start..<position)
    }
}
