extension TransformName {
    /// What the transform takes and gives, with its documentation.
    public var signature: TransformSignature {
        switch self {
        case .lowercase: text("Lower case in the root locale, whatever the machine's.", "Ünal → ünal")
        case .uppercase: text("Upper case in the root locale, whatever the machine's.", "8c6c → 8C6C")
        case .trim: text("White space at both ends removed.", "␠a b␠ → a b")
        case .alphanumeric: text("Everything but ASCII letters and digits removed.", "38400000-8cf0 → 384000008cf0")
        case .digits: text("Everything but ASCII digits removed.", "+1 (415) 000 → 1415000")
        case .e164:
            text(
                "A telephone number as + and 7 to 15 digits; absent when it is none.", "+1 415-000-0000 → +14150000000")
        case .truncate:
            text("At most `count` Unicode scalars, from the start.", "truncate(4): install → inst", [.integer("count")])
        case .substring:
            text(
                "`count` Unicode scalars from position `from`, the first being 0; all the rest without `count`.",
                "substring(2): id123 → 123", [.integer("from"), .integer("count", optional: true)])
        case .before:
            text(
                "What stands before the first separator; all of it when there is none.",
                "before(\"-\"): 94107-1234 → 94107", [.text("separator")])
        case .after:
            text(
                "What stands behind the first separator; absent when there is none.", "after(\"_\"): fb_login → login",
                [.text("separator")])
        case .replace:
            text(
                "Each occurrence of one text replaced by another.", "replace(\" \", \"\"): San Jose → SanJose",
                [.text("text"), .text("with")])
        case .prefix: text("A text put in front.", "prefix(\"id\"): 12 → id12", [.text("text")], input: .any)
        case .suffix: text("A text put behind.", "suffix(\"s\"): 12 → 12s", [.text("text")], input: .any)
        case .trimStart:
            text(
                "Each of the given characters removed from the start.", "trim_start(\"0\"): 0049 → 49",
                [.text("characters")])
        case .md5: hash("MD5 of the UTF-8 bytes, lower-case hexadecimal.", "hey → 6057f13c496ecf7fd777ceb9e79ae285")
        case .sha1:
            hash("SHA-1 of the UTF-8 bytes, lower-case hexadecimal.", "hey → 7f550a9f4c44173a37664d938f1355f0f92a47a7")
        case .sha256: hash("SHA-256 of the UTF-8 bytes, lower-case hexadecimal.", "hey → fa690b82061edfd2…")
        case .sha512: hash("SHA-512 of the UTF-8 bytes, lower-case hexadecimal.", "abc → ddaf35a193617aba…")
        case .hmacSHA1:
            hash(
                "HMAC-SHA-1 with a secret key, lower-case hexadecimal.",
                "hmac_sha1(field.key): hey → 2a3969bed25bfeef…", key: true)
        case .hmacSHA256:
            hash(
                "HMAC-SHA-256 with a secret key, lower-case hexadecimal.",
                "hmac_sha256(field.key): hey → 8df897f8da3d7992…", key: true)
        case .raw:
            .init(
                input: .digest, parameters: [], output: .type(.bytes),
                summary: "The bytes of a digest, for base64 and base64url.", example: "sha1 | raw | base64")
        case .base64:
            .init(
                input: .textOrBytes, parameters: [], output: .type(.text), summary: "Base64 with padding.",
                example: "blah → YmxhaA==")
        case .base64url:
            .init(
                input: .textOrBytes, parameters: [], output: .type(.text),
                summary: "Base64 with - and _, without padding.", example: "blah → YmxhaA")
        case .hex:
            .init(
                input: .textOrBytes, parameters: [], output: .type(.text),
                summary: "The bytes in lower-case hexadecimal.", example: "hey → 686579")
        case .percentEncode: text("Percent-encoded once more, for a URL carried inside a value.", "a b → a%20b")
        case .percentDecode: text("Percent-decoded; absent when a sequence is malformed or not UTF-8.", "a%20b → a b")
        case .unix: time(.integer, "Whole seconds since 1970, cut.", "1689319730")
        case .unixMilliseconds: time(.integer, "Whole milliseconds since 1970, cut.", "1689319730123")
        case .unixMicroseconds: time(.integer, "Microseconds since 1970.", "1689319730123456")
        case .unixFraction: time(.decimal, "Seconds since 1970 with six digits behind the point.", "1689319730.123456")
        case .iso8601:
            time(
                .text, "ISO 8601 in UTC, with `digits` (0, 3 or 6) of the fraction, 0 if not given.",
                "2023-07-14T07:28:50Z", [.integer("digits", optional: true)])
        case .date:
            time(
                .text, "The moment in UTC by a pattern of yyyy MM dd HH mm ss SSS.",
                "date(\"yyyy-MM-dd\") → 2023-07-14", [.text("pattern")])
        case .decimal:
            number(
                .decimal, "Exactly `places` digits behind the point, half rounded away from zero.",
                "decimal(2): 12 → 12.00", [.integer("places")])
        case .minorUnits:
            number(
                .integer, "Whole minor units of the currency: cents for USD, yen for JPY, fils for KWD.",
                "minor_units(revenue.currency): 12.34 USD → 1234", [.value("currency", .currency)])
        case .micros: number(.integer, "Millionths, whole, half rounded away from zero.", "5.75 → 5750000")
        case .number:
            .init(
                input: .textOrNumber, parameters: [], output: .type(.decimal),
                summary: "Text read as a number, so that JSON writes it without quotes; absent when it is none.",
                example: "\"4.99\" → 4.99")
        case .string:
            .init(
                input: .any, parameters: [], output: .type(.text),
                summary: "The value as text, so that JSON writes it with quotes.", example: "4.99 → \"4.99\"")
        case .flag:
            .init(
                input: .boolean, parameters: [.text("true"), .text("false")], output: .type(.text),
                summary: "One text for true and another for false.", example: "flag(\"1\", \"0\"): true → 1")
        case .not:
            .init(
                input: .boolean, parameters: [], output: .type(.boolean), summary: "The opposite of a boolean.",
                example: "true → false")
        case .countryCode:
            .init(
                input: .text, parameters: [], output: .type(.country),
                summary: "ISO 3166-1 alpha-2 in upper case; absent when it is not two letters.", example: "us → US")
        case .languageCode:
            .init(
                input: .text, parameters: [], output: .type(.language),
                summary: "The language of a tag in lower case; absent when it has none.", example: "en_US → en")
        case .join:
            .init(
                input: .list, parameters: [.text("separator")], output: .type(.text),
                summary: "The values of a list as one text.", example: "join(\"|\"): a, b → a|b")
        case .count:
            .init(
                input: .list, parameters: [], output: .type(.integer),
                summary: "How many values a list has; absent for none.", example: "a, b → 2")
        case .first:
            .init(
                input: .list, parameters: [], output: .element, summary: "The first value of a list.",
                example: "a, b → a")
        }
    }

    private func text(
        _ summary: String, _ example: String, _ parameters: [TransformSignature.Parameter] = [],
        input: TransformSignature.Input = .text
    ) -> TransformSignature {
        .init(input: input, parameters: parameters, output: .type(.text), summary: summary, example: example)
    }

    private func hash(_ summary: String, _ example: String, key: Bool = false) -> TransformSignature {
        .init(
            input: .textOrBytes, parameters: key ? [.value("key", .text)] : [], output: .type(.digest), isHash: true,
            summary: summary, example: example)
    }

    private func time(
        _ type: ValueType, _ summary: String, _ example: String, _ parameters: [TransformSignature.Parameter] = []
    ) -> TransformSignature {
        .init(input: .timestamp, parameters: parameters, output: .type(type), summary: summary, example: example)
    }

    private func number(
        _ type: ValueType, _ summary: String, _ example: String, _ parameters: [TransformSignature.Parameter] = []
    ) -> TransformSignature {
        .init(input: .number, parameters: parameters, output: .type(type), summary: summary, example: example)
    }
}

extension TransformSignature.Parameter {
    /// A whole number that must be a literal.
    static func integer(_ name: String, optional: Bool = false) -> Self {
        .init(name: name, type: .integer, isLiteral: true, isOptional: optional)
    }

    /// A text that must be a literal.
    static func text(_ name: String) -> Self {
        .init(name: name, type: .text, isLiteral: true, isOptional: false)
    }

    /// Any expression of a type.
    static func value(_ name: String, _ type: ValueType) -> Self {
        .init(name: name, type: type, isLiteral: false, isOptional: false)
    }
}
