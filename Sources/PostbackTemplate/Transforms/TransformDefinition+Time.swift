/// Moments in their written forms.
extension TransformDefinition {
    static let unix = time(
        .integer, "Whole seconds since 1970, cut.", "1689319730", aliases: ["timestamp"],
        vectors: [
            .init(.moment("2023-07-14T07:28:50.123456Z"), gives: "1689319730"),
            .init(.moment("1969-12-31T23:59:59.5Z"), gives: "-1"),
        ])

    static let unixMilliseconds = time(
        .integer, "Whole milliseconds since 1970, cut.", "1689319730123",
        aliases: ["unix_millis", "millis", "unix_milliseconds", "timestamp_ms", "epoch_ms"],
        vectors: [.init(.moment("2023-07-14T07:28:50.123456Z"), gives: "1689319730123")])

    static let unixMicroseconds = time(
        .integer, "Microseconds since 1970.", "1689319730123456", aliases: ["unix_micros", "timestamp_us"],
        vectors: [.init(.moment("2023-07-14T07:28:50.123456Z"), gives: "1689319730123456")])

    static let unixFraction = time(
        .decimal, "Seconds since 1970 with six digits behind the point.", "1689319730.123456",
        vectors: [
            .init(.moment("2023-07-14T07:28:50.123456Z"), gives: "1689319730.123456"),
            .init(.moment("2023-07-14T07:28:50Z"), gives: "1689319730.000000"),
        ])

    static let iso8601 = time(
        .text, "ISO 8601 in UTC, with `digits` (0, 3 or 6) of the fraction, 0 if not given.", "2023-07-14T07:28:50Z",
        parameters: [.integer("digits", .oneOf([0, 3, 6]), optional: true)],
        vectors: [
            .init(.moment("2023-07-14T07:28:50.123456Z"), gives: "2023-07-14T07:28:50Z"),
            .init(.moment("2023-07-14T07:28:50.1234567Z"), 6, gives: "2023-07-14T07:28:50.123456Z"),
            .init(.moment("2023-07-14T09:28:50+02:00"), 3, gives: "2023-07-14T07:28:50.000Z"),
        ])

    static let date = time(
        .text,
        """
        The moment by a pattern of yyyy MM dd HH mm ss SSS, with text in single quotes, in UTC or at an `offset` such as \
        +03:00, which `Z` (+0300), `xxx` (+03:00) and `XXX` (the same, Z for UTC) write.
        """,
        "date(\"yyyy-MM-dd\") → 2023-07-14",
        parameters: [.text("pattern", .datePattern), .text("offset", .offset, optional: true)],
        vectors: [
            .init(.moment("2023-07-14T07:28:50Z"), "yyyy-MM-dd HH:mm:ss", gives: "2023-07-14 07:28:50"),
            .init(.moment("2023-07-14T07:28:50.987Z"), "yyyy-MM-dd HH:mm:ss.SSS", gives: "2023-07-14 07:28:50.987"),
            .init(.moment("2023-07-14T07:28:50Z"), "MM/dd/yyyy HH:mm:ss", gives: "07/14/2023 07:28:50"),
            .init(.moment("2023-07-14T07:28:50Z"), "yyyyMMdd'T'HHmm", gives: "20230714T0728"),
            .init(
                .moment("2023-07-14T22:28:50Z"), "yyyy-MM-dd'T'HH:mm:ssxxx", "+05:30",
                gives: "2023-07-15T03:58:50+05:30"),
            .init(.moment("2023-07-14T02:28:50Z"), "yyyy-MM-dd HH:mm Z", "-03:00", gives: "2023-07-13 23:28 -0300"),
            .init(.moment("2023-07-14T02:28:50Z"), "HH:mmXXX", gives: "02:28Z"),
        ])

    static let plus = TransformDefinition(
        input: .timestamp, parameters: [.duration("duration")], output: .type(.timestamp), absence: .possible,
        summary: "A later moment; absent beyond the year 9999.", example: "plus(10m) | unix → 1689320330",
        vectors: [
            .init(.moment("2023-07-14T07:28:50Z"), 600, gives: "2023-07-14T07:38:50Z"),
            .init(.moment("9999-12-31T23:59:59Z"), 1, gives: nil),
        ])

    private static func time(
        _ type: ValueType, _ summary: String, _ example: String, parameters: [Parameter] = [],
        aliases: [String] = [], vectors: [TransformVector]
    ) -> TransformDefinition {
        .init(
            input: .timestamp, parameters: parameters, output: .type(type), absence: .never, aliases: aliases,
            summary: summary, example: example, vectors: vectors)
    }
}
