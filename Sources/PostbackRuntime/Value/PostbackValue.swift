public import PostbackTemplate

/// A value of an event, or what became of one.
public enum PostbackValue: Hashable, Sendable {
    /// Text; empty text counts as absent.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// An exact decimal number.
    case decimal(ExactDecimal)
    /// True or false.
    case boolean(Bool)
    /// A moment.
    case timestamp(Timestamp)
    /// A digest, whose text is lower-case hexadecimal.
    case digest([UInt8])
    /// Bytes that are not text.
    case bytes([UInt8])
    /// Values in order.
    case list([PostbackValue])
    /// A product of the item list, by property.
    case item([String: PostbackValue])
}

extension PostbackValue {
    /// The value as text; nil for what has no text of its own, and for empty text.
    public var text: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .boolean(let value): value ? "true" : "false"
        case .timestamp(let moment): moment.description
        case .digest(let bytes): Hexadecimal.encode(bytes)
        case .bytes, .list, .item: nil
        }
    }

    /// The value as a number, read from its text if need be.
    public var number: ExactDecimal? {
        switch self {
        case .integer(let number): ExactDecimal(number)
        case .decimal(let number): number
        case .text(let text): ExactDecimal(text)
        default: nil
        }
    }

    /// Whether the value counts as none: empty text, and a list without elements.
    public var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .list(let values): values.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        default: false
        }
    }

    /// Reads a value of a type from its textual form; nil when the text is not of that form.
    public init?(_ text: String, as type: ValueType) {
        guard type.accepts(text) else { return nil }
        switch type {
        case .integer:
            guard let number = Int64(text) else { return nil }
            self = .integer(number)
        case .decimal:
            guard let number = ExactDecimal(text) else { return nil }
            self = .decimal(number)
        case .boolean: self = .boolean(text == "true")
        case .timestamp:
            guard let moment = Timestamp(text) else { return nil }
            self = .timestamp(moment)
        default: self = .text(text)
        }
    }

    /// The value that a literal of a partner file states.
    public init(_ literal: PostbackLiteral) {
        switch literal {
        case .text(let text): self = .text(text)
        case .number(let number): self = .decimal(number)
        case .boolean(let value): self = .boolean(value)
        }
    }
}
