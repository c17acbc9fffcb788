/// A JSON value that keeps the order of keys and the exact text of numbers.
public indirect enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number as it is written.
    case number(String)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; keys in order, repeated keys kept.
    case object([(key: String, value: JSONValue)])

    /// Why a text is not JSON.
    public struct SyntaxError: Error, Hashable, Sendable {
        /// Offset of the byte where reading stopped, from 0.
        public var offset: Int
        /// What is wrong, in one sentence.
        public var message: String
    }

    /// The deepest nesting that is read.
    public static let maximumDepth = 64

    /// Reads one JSON text (RFC 8259) from UTF-8: an array, `Data`, a string's `utf8`.
    public init(parsing bytes: some Sequence<UInt8>) throws(SyntaxError) {
        try self.init(parsing: Array(bytes).span)
    }

    /// Reads one JSON text (RFC 8259) from UTF-8.
    public init(parsing bytes: Span<UInt8>) throws(SyntaxError) {
        var reader = JSONReader()
        self = try reader.readDocument(bytes)
    }

    /// The kind of value in words.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value of the last member with this key; nil for other values.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }
}
