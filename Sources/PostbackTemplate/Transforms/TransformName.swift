/// The transforms of the language, by the names that partner files use.
public enum TransformName: String, Hashable, Sendable, CaseIterable, Codable {
    // Text
    case lowercase, uppercase, trim, alphanumeric, digits, e164, truncate, substring, before, after, replace, prefix
    case suffix
    case trimStart = "trim_start"
    case keepCharacters = "keep_characters"
    case dropCharacters = "drop_characters"
    case canonicalEmail = "canonical_email"
    // Hashes
    case md5, sha1, sha256, sha512
    case hmacSHA1 = "hmac_sha1"
    case hmacSHA256 = "hmac_sha256"
    case raw
    // Encodings
    case base64, base64url, hex
    case percentEncode = "percent_encode"
    case percentDecode = "percent_decode"
    // Time
    case unix
    case unixMilliseconds = "unix_ms"
    case unixMicroseconds = "unix_us"
    case unixFraction = "unix_fraction"
    case iso8601, date, plus
    // Numbers and booleans
    case decimal
    case minorUnits = "minor_units"
    case micros, number, string, flag, not
    // Codes
    case countryCode = "country_code"
    case languageCode = "language_code"
    // Lists
    case join, count, first, sum
}
