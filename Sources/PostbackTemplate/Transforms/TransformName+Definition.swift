extension TransformName {
    /// What is known about the transform.
    package var definition: TransformDefinition {
        switch self {
        case .lowercase: .lowercase
        case .uppercase: .uppercase
        case .trim: .trim
        case .alphanumeric: .alphanumeric
        case .digits: .digits
        case .e164: .e164
        case .truncate: .truncate
        case .substring: .substring
        case .before: .before
        case .after: .after
        case .replace: .replace
        case .prefix: .prefix
        case .suffix: .suffix
        case .trimStart: .trimStart
        case .keepCharacters: .keepCharacters
        case .dropCharacters: .dropCharacters
        case .canonicalEmail: .canonicalEmail
        case .md5: .md5
        case .sha1: .sha1
        case .sha256: .sha256
        case .sha512: .sha512
        case .hmacSHA1: .hmacSHA1
        case .hmacSHA256: .hmacSHA256
        case .raw: .raw
        case .base64: .base64
        case .base64url: .base64url
        case .hex: .hex
        case .percentEncode: .percentEncode
        case .percentDecode: .percentDecode
        case .unix: .unix
        case .unixMilliseconds: .unixMilliseconds
        case .unixMicroseconds: .unixMicroseconds
        case .unixFraction: .unixFraction
        case .iso8601: .iso8601
        case .date: .date
        case .plus: .plus
        case .decimal: .decimal
        case .minorUnits: .minorUnits
        case .micros: .micros
        case .number: .number
        case .string: .string
        case .flag: .flag
        case .not: .not
        case .countryCode: .countryCode
        case .languageCode: .languageCode
        case .join: .join
        case .count: .count
        case .first: .first
        case .sum: .sum
        }
    }
}
