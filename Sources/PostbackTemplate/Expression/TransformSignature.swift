/// What a transform takes and gives.
public struct TransformSignature: Hashable, Sendable {
    /// A set of types that a transform accepts.
    public enum Input: Hashable, Sendable {
        /// Anything that is text in itself, and entries of open maps.
        case text
        /// Text, or bytes.
        case textOrBytes
        /// A digest.
        case digest
        /// Bytes.
        case bytes
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

    /// The type of the result.
    public enum Output: Hashable, Sendable {
        /// Always this type.
        case type(ValueType)
        /// The input's type.
        case input
        /// The type of the list's elements.
        case element
    }

    /// One argument.
    public struct Parameter: Hashable, Sendable {
        /// The name that documentation uses.
        public var name: String
        /// The type that the argument must have.
        public var type: ValueType
        /// Whether the argument must be written as a literal.
        public var isLiteral: Bool
        /// Whether the argument may be left out.
        public var isOptional: Bool
    }

    /// What may be piped in.
    public var input: Input
    /// The arguments in order.
    public var parameters: [Parameter]
    /// What comes out.
    public var output: Output
    /// Whether the input cannot be found again from the output.
    public var isHash = false
    /// One sentence that says what it does.
    public var summary: String
    /// A value and what becomes of it, for the handbook.
    public var example: String

    /// Whether a value of `type` may be piped in.
    public func accepts(_ type: ValueType) -> Bool {
        switch (input, type) {
        case (.text, .scalar), (.number, .scalar), (.boolean, .scalar), (.textOrBytes, .scalar),
            (.textOrNumber, .scalar):
            true
        case (.text, _): type.isTextual
        case (.textOrBytes, _): type.isTextual || type == .bytes
        case (.digest, _): type == .digest
        case (.bytes, _): type == .bytes
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

    /// The type of the result for an input of `type`.
    public func result(for type: ValueType) -> ValueType {
        switch output {
        case .type(let result): return result
        case .input: return type
        case .element:
            if case .list(let element) = type { return element }
            return .scalar
        }
    }
}
