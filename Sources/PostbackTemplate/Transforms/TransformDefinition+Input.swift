extension TransformDefinition {
    /// A set of types that a transform accepts.
    package enum Input: Hashable, Sendable {
        /// Anything that is text in itself, and entries of open maps.
        case text
        /// Text, or bytes.
        case textOrBytes
        /// A digest.
        case digest
        /// A moment.
        case timestamp
        /// A number, and entries of open maps.
        case number
        /// Text or a number.
        case textOrNumber
        /// A boolean, and entries of open maps.
        case boolean
        /// A list.
        case list
        /// Every value that can be written as text.
        case any
    }

    /// Whether a value of `type` may be piped in.
    package func accepts(_ type: ValueType) -> Bool {
        switch (input, type) {
        case (.text, .scalar), (.number, .scalar), (.boolean, .scalar), (.textOrBytes, .scalar),
            (.textOrNumber, .scalar):
            true
        case (.text, _): type.isTextual
        case (.textOrBytes, _): type.isTextual || type == .bytes
        case (.digest, _): type == .digest
        case (.timestamp, _): type == .timestamp
        case (.number, _): type.isNumeric
        case (.textOrNumber, _): type.isTextual || type.isNumeric
        case (.boolean, _): type == .boolean
        case (.list, .list): true
        case (.list, _): false
        case (.any, .bytes), (.any, .list), (.any, .item), (.any, .object), (.any, .timestamp): false
        case (.any, _): true
        }
    }
}

extension TransformDefinition.Input {
    /// What it accepts, for a message.
    package var words: String {
        switch self {
        case .text: "text"
        case .textOrBytes: "text or bytes"
        case .digest: "a digest (md5, sha1, …)"
        case .timestamp: "a moment"
        case .number: "a number"
        case .textOrNumber: "text or a number"
        case .boolean: "a boolean"
        case .list: "a list"
        case .any: "text, a number or a boolean"
        }
    }
}
