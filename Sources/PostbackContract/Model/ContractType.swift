public import PostbackLanguage
public import struct PostbackTemplate.FieldPattern

/// What a value is.
public indirect enum ContractType: Sendable {
    /// Text with a number of characters.
    case text(ClosedRange<Int>)
    /// Text that an expression takes as a whole; with the expression as written.
    case matches(String, FieldPattern)
    /// One of some texts; those that are numbers in JSON as well.
    case choice([String], numbers: Set<String>)
    /// A number, whole or not, between bounds.
    case number(isWhole: Bool, low: Double?, high: Double?)
    /// Digits.
    case digits(ClosedRange<Int>)
    /// Hexadecimal digits, in lower case unless `anyCase`.
    case hexadecimal(ClosedRange<Int>, anyCase: Bool)
    /// `0` or `1`.
    case flag
    /// `true` or `false`.
    case boolean
    /// An identifier with four hyphens.
    case uuid(LetterCase?)
    /// A digest of text in one of some forms, of any where there are none; in lower case unless `anyCase`.
    case digest(PlainDigest, [ContractForm], anyCase: Bool)
    /// A time.
    case time(TimeForm)
    /// An ISO 4217 code.
    case currency(LetterCase)
    /// An ISO 3166 code of two letters.
    case country(LetterCase?)
    /// A language tag.
    case language
    /// An Internet address.
    case ip
    /// An absolute URL.
    case url
    /// A readable e-mail address.
    case email
    /// Base64.
    case base64(isURL: Bool)
    /// JSON's `null`.
    case null
    /// Anything.
    case any
    /// A JSON object.
    case object(ObjectContract)
    /// A JSON list.
    case list(ClosedRange<Int>, ContractType)
    /// A JSON list of these.
    case tuple([ContractType])
    /// Text that holds JSON.
    case json(ContractType)
    /// One of several.
    case either([ContractType])

    /// Which letters a code has.
    public enum LetterCase: String, Sendable {
        case lower, upper
    }

    /// How a time is written.
    public enum TimeForm: Hashable, Sendable {
        /// Unix time, with so many of its unit in a second.
        case unix(perSecond: Double)
        /// Unix time in seconds with a fraction.
        case fraction
        /// `2026-11-26T08:00:00Z`, with a fraction or without.
        case iso8601
        /// A pattern such as `yyyy-MM-dd HH:mm:ss`.
        case pattern(String)
    }
}

extension ContractType {
    /// The type in words, behind "expected".
    var words: String {
        switch self {
        case .text(let bounds): bounds == Self.anyText ? "a text" : "a text of \(Self.count(bounds)) characters"
        case .matches(let pattern, _): "a text such as \(pattern)"
        case .choice(let values, _): values.count == 1 ? "'\(values[0])'" : "one of \(values.joined(separator: ", "))"
        case .number(let isWhole, let low, let high): Self.words(isWhole, low, high)
        case .digits(let bounds): "\(Self.count(bounds)) digits"
        case .hexadecimal(let bounds, let anyCase):
            "\(Self.count(bounds)) hexadecimal digits\(anyCase ? "" : " in lower case")"
        case .flag: "0 or 1"
        case .boolean: "true or false"
        case .uuid(let letters): "an identifier with four hyphens\(Self.words(letters))"
        case .digest(let kind, _, _): "a digest by \(kind.rawValue)"
        case .time(let form): Self.words(form)
        case .currency(let letters): "the code of a currency\(Self.words(letters))"
        case .country(let letters): "the code of a country\(Self.words(letters))"
        case .language: "a language such as en-US"
        case .ip: "an Internet address"
        case .url: "an absolute URL"
        case .email: "an e-mail address"
        case .base64(let isURL): isURL ? "base64 for URLs" : "base64"
        case .null: "null"
        case .any: "anything"
        case .object: "an object"
        case .list(let bounds, _): bounds == 0...Int.max ? "a list" : "a list of \(Self.count(bounds)) elements"
        case .tuple(let types): "a list of \(types.count) elements"
        case .json(let type): "text that holds JSON, \(type.words)"
        case .either(let types): types.map(\.words).joined(separator: ", or ")
        }
    }

    /// The bounds of a text that is not empty.
    static let anyText = 1...Int.max

    private static func words(_ letters: LetterCase?) -> String {
        letters.map { " in \($0.rawValue) case" } ?? ""
    }

    private static func words(_ isWhole: Bool, _ low: Double?, _ high: Double?) -> String {
        let bounds = [low.map { "from \(plain($0))" }, high.map { "to \(plain($0))" }].compactMap { $0 }
        return ([isWhole ? "a whole number" : "a number"] + bounds).joined(separator: " ")
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    }

    private static func words(_ form: TimeForm) -> String {
        switch form {
        case .unix(let scale):
            "a Unix time in \(scale == 1 ? "seconds" : scale == 1_000 ? "milliseconds" : "microseconds")"
        case .fraction: "a Unix time in seconds with a fraction"
        case .iso8601: "a time such as 2026-11-26T08:00:00Z"
        case .pattern(let pattern): "a time in the form \(pattern)"
        }
    }

    private static func count(_ bounds: ClosedRange<Int>) -> String {
        if bounds.lowerBound == bounds.upperBound { return "\(bounds.lowerBound)" }
        if bounds.upperBound == .max { return "at least \(bounds.lowerBound)" }
        return "\(bounds.lowerBound) to \(bounds.upperBound)"
    }
}
