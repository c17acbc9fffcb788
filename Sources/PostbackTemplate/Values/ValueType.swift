/// The type that every value of the language has.
public indirect enum ValueType: Hashable, Sendable, Codable {
    /// Any text.
    case text
    /// Text of decimal digits only, with a bound on how many.
    case digits(ClosedRange<Int>?)
    /// One label of a host name: letters, digits and inner hyphens, at most 63.
    case label
    /// A host name, without scheme, port and path.
    case host
    /// An absolute `http` or `https` URL.
    case url
    /// Eight, four, four, four and twelve hexadecimal digits with dashes; the case is kept as given.
    case uuid
    /// An IPv4 or IPv6 address.
    case ip
    /// Three letters of ISO 4217.
    case currency
    /// Two letters of ISO 3166-1.
    case country
    /// A language tag that starts with the two or three letters of ISO 639.
    case language
    /// One of a closed list of texts.
    case choice([String])
    /// A whole number of 64 bits.
    case integer
    /// An exact decimal number.
    case decimal
    /// True or false.
    case boolean
    /// A moment in UTC, exact to the microsecond.
    case timestamp
    /// The result of a hash: hexadecimal text, or bytes through `raw`.
    case digest
    /// Bytes that are not text yet.
    case bytes
    /// Whatever one entry of an open map holds: text, a number or a boolean.
    case scalar
    /// Values in order.
    case list(ValueType)
    /// One product of the event's item list.
    case item
    /// A JSON object or array written in place.
    case object
}

extension ValueType: CustomStringConvertible {
    /// Whether a value of this type is text in itself, so that it needs no conversion to stand in a URL.
    public var isTextual: Bool {
        switch self {
        case .text, .digits, .label, .host, .url, .uuid, .ip, .currency, .country, .language, .choice, .digest: true
        default: false
        }
    }

    /// Whether a value of this type is a number.
    public var isNumeric: Bool {
        self == .integer || self == .decimal
    }

    /// The type's name as engineers write it.
    public var description: String { name }

    /// The type's name as engineers write it.
    public var name: String {
        switch self {
        case .text: "text"
        case .digits(nil): "digits"
        case .digits(let bounds?): "digits(\(bounds.lowerBound)...\(bounds.upperBound))"
        case .label: "label"
        case .host: "host"
        case .url: "url"
        case .uuid: "uuid"
        case .ip: "ip"
        case .currency: "currency"
        case .country: "country"
        case .language: "language"
        case .choice(let values): "choice(\(values.joined(separator: ", ")))"
        case .integer: "integer"
        case .decimal: "decimal"
        case .boolean: "boolean"
        case .timestamp: "timestamp"
        case .digest: "digest"
        case .bytes: "bytes"
        case .scalar: "scalar"
        case .list(let element): "list of \(element.name)"
        case .item: "item"
        case .object: "object"
        }
    }

    /// The types that a schema or a field may name by one word, in the order a list shows them.
    public static let named: [ValueType] = [
        .text, .digits(nil), .label, .host, .url, .uuid, .ip, .currency, .country, .language, .integer, .decimal,
        .boolean, .timestamp, .scalar,
    ]
}
