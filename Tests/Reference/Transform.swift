import PostbackRuntime
import PostbackTemplate

/// Applies transforms. Every function is total: what cannot be transformed is absent, and so is an empty result.
enum Transform {
    /// The value that `name` makes of `value`, nil for none.
    static func apply(_ name: TransformName, to value: PostbackValue, _ arguments: [PostbackValue]) -> PostbackValue? {
        let first = arguments.first
        let text = first?.text ?? ""
        let result: PostbackValue? =
            switch name {
            case .lowercase: value.text.map { .text($0.lowercased()) }
            case .uppercase: value.text.map { .text($0.uppercased()) }
            case .trim: value.text.map { .text(trimmed($0)) }
            case .alphanumeric: value.text.map { .text(kept($0) { isLetter($0) || isDigit($0) }) }
            case .digits: value.text.map { .text(kept($0, isDigit)) }
            case .e164: value.text.flatMap(telephoneNumber).map(PostbackValue.text)
            case .truncate: value.text.map { .text(String($0.unicodeScalars.prefix(integer(first) ?? 0))) }
            case .substring: value.text.map { .text(part($0, arguments)) }
            case .before: value.text.map { .text(before(text, in: $0) ?? $0) }
            case .after: value.text.flatMap { after(text, in: $0) }.map(PostbackValue.text)
            case .replace: value.text.map { .text(replaced($0[...], text, arguments.dropFirst().first?.text ?? "")) }
            case .prefix: value.text.map { .text(text + $0) }
            case .suffix: value.text.map { .text($0 + text) }
            case .trimStart: value.text.map { .text(trimmed($0, of: text)) }
            case .keepCharacters: value.text.map { .text(kept($0, Set(text.unicodeScalars).contains)) }
            case .dropCharacters:
                value.text.map { original in
                    let dropped = Set(text.unicodeScalars)
                    return .text(kept(original) { !dropped.contains($0) })
                }
            case .canonicalEmail: value.text.flatMap { canonicalEmail($0, text) }.map(PostbackValue.text)
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
            case .percentEncode: value.text.map { .text(PercentEncoding.component.encode($0)) }
            case .percentDecode: value.text.flatMap(PercentEncoding.decode).map(PostbackValue.text)
            case .unix: moment(value).map { .integer(flooredQuotient($0.microseconds, 1_000_000)) }
            case .unixMilliseconds: moment(value).map { .integer(flooredQuotient($0.microseconds, 1_000)) }
            case .unixMicroseconds: moment(value).map { .integer($0.microseconds) }
            case .unixFraction: moment(value).map { .decimal(seconds($0)) }
            case .iso8601: moment(value).map { .text($0.iso8601(fractionDigits: integer(first) ?? 0)) }
            case .date: moment(value).flatMap { date($0, first, arguments.dropFirst().first) }.map(PostbackValue.text)
            case .plus:
                moment(value).flatMap { moment in
                    integer(first).flatMap { moment.adding(seconds: $0) }.map(PostbackValue.timestamp)
                }
            case .decimal: value.number.flatMap { rounded($0, first) }.map(PostbackValue.decimal)
            case .minorUnits: value.number.flatMap { minorUnits($0, first) }.map(PostbackValue.decimal)
            case .micros: value.number.flatMap { $0.wholeUnits(powerOfTen: 6) }.map(PostbackValue.decimal)
            case .number: value.number.map(PostbackValue.decimal)
            case .string: value.text.map(PostbackValue.text)
            case .flag: boolean(value).flatMap { truth in arguments.count == 2 ? arguments[truth ? 0 : 1] : nil }
            case .not: boolean(value).map { .boolean(!$0) }
            case .countryCode: value.text.flatMap(countryCode).map(PostbackValue.text)
            case .languageCode: value.text.flatMap(languageCode).map(PostbackValue.text)
            case .join:
                list(value).map { values in
                    let texts = values.compactMap(\.output)
                    guard arguments.count > 1, !text.isEmpty else { return .text(texts.joined(separator: text)) }
                    let inside = arguments[1].text ?? ""
                    return .text(texts.map { replaced($0[...], text, inside) }.joined(separator: text))
                }
            case .sum:
                list(value).flatMap { values in
                    values.isEmpty
                        ? nil
                        : values.reduce(ExactDecimal(0) as ExactDecimal?) { sum, value in
                            sum.flatMap { sum in value.number.flatMap(sum.adding) }
                        }.map(PostbackValue.decimal)
                }
            case .count: list(value).flatMap { $0.isEmpty ? nil : .integer(Int64($0.count)) }
            case .first: list(value)?.first
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

    private static func moment(_ value: PostbackValue) -> Timestamp? {
        if case .timestamp(let moment) = value { moment } else { nil }
    }

    private static func list(_ value: PostbackValue) -> [PostbackValue]? {
        if case .list(let values) = value { values } else { nil }
    }
}
