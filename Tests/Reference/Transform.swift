import PostbackRuntime
import PostbackTemplate

/// Applies transforms. Every function is total: what cannot be transformed is absent, and so is an empty result.
enum Transform {
    /// The value that `name` makes of `value`, nil for none.
    static func apply(_ name: TransformName, to value: PostbackValue, _ arguments: [PostbackValue]) -> PostbackValue? {
        let result: PostbackValue? =
            switch name {
            case .lowercase, .uppercase, .trim, .alphanumeric, .digits, .e164, .truncate, .substring, .before, .after,
                .replace, .prefix, .suffix, .trimStart, .percentEncode, .percentDecode, .countryCode, .languageCode:
                value.text.flatMap { text(name, $0, arguments) }.map(PostbackValue.text)
            case .md5: bytes(of: value).map { .digest(MD5.hash($0)) }
            case .sha1: bytes(of: value).map { .digest(SHA1.hash($0)) }
            case .sha256: bytes(of: value).map { .digest(SHA256.hash($0)) }
            case .sha512: bytes(of: value).map { .digest(SHA512.hash($0)) }
            case .hmacSHA1: keyed(value, arguments) { SHA1.authenticate($0, key: $1) }
            case .hmacSHA256: keyed(value, arguments) { SHA256.authenticate($0, key: $1) }
            case .raw: if case .digest(let bytes) = value { .bytes(bytes) } else { nil }
            case .base64: bytes(of: value).map { .text(Base64.encode($0)) }
            case .base64url: bytes(of: value).map { .text(Base64.encodeForURL($0)) }
            case .hex: bytes(of: value).map { .text(Hexadecimal.encode($0)) }
            case .unix, .unixMilliseconds, .unixMicroseconds, .unixFraction, .iso8601, .date:
                if case .timestamp(let moment) = value { time(name, moment, arguments) } else { nil }
            case .decimal, .minorUnits, .micros: value.number.flatMap { number(name, $0, arguments) }
            case .number: value.number.map(PostbackValue.decimal)
            case .string: value.text.map(PostbackValue.text)
            case .flag: boolean(value).flatMap { truth in arguments.count == 2 ? arguments[truth ? 0 : 1] : nil }
            case .not: boolean(value).map { .boolean(!$0) }
            case .join, .count, .first: if case .list(let values) = value { list(name, values, arguments) } else { nil }
            }
        return result.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The bytes that a hash or an encoding works on; nothing for empty text, so that the hash of nothing is nothing.
    private static func bytes(of value: PostbackValue) -> [UInt8]? {
        if case .bytes(let bytes) = value { return bytes.isEmpty ? nil : bytes }
        return value.text.map { Array($0.utf8) }
    }

    private static func keyed(
        _ value: PostbackValue, _ arguments: [PostbackValue], _ digest: ([UInt8], [UInt8]) -> [UInt8]
    ) -> PostbackValue? {
        guard let message = bytes(of: value), let key = arguments.first?.text else { return nil }
        return .digest(digest(message, Array(key.utf8)))
    }

    private static func boolean(_ value: PostbackValue) -> Bool? {
        switch value {
        case .boolean(let truth): truth
        case .text("true"), .text("1"): true
        case .text("false"), .text("0"): false
        case .decimal, .integer: value.number.map { $0.coefficient != 0 }
        default: nil
        }
    }

    private static func list(_ name: TransformName, _ values: [PostbackValue], _ arguments: [PostbackValue])
        -> PostbackValue?
    {
        switch name {
        case .count: values.isEmpty ? nil : .integer(Int64(values.count))
        case .first: values.first
        default: .text(values.compactMap(\.text).joined(separator: arguments.first?.text ?? ""))
        }
    }
}
