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
        vectors: [.init(.moment("2023-07-14T07:28:50.123456Z"), gives: "1689319730123")])

    static let unixMicroseconds = time(
        .integer, "Microseconds since 1970.", "1689319730123456",
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
        .text, "The moment in UTC by a pattern of yyyy MM dd HH mm ss SSS.", "date(\"yyyy-MM-dd\") → 2023-07-14",
        parameters: [.text("pattern", .datePattern)],
        vectors: [
            .init(.moment("2023-07-14T07:28:50Z"), "yyyy-MM-dd HH:mm:ss", gives: "2023-07-14 07:28:50"),
            .init(.moment("2023-07-14T07:28:50.987Z"), "yyyy-MM-dd HH:mm:ss.SSS", gives: "2023-07-14 07:28:50.987"),
            .init(.moment("2023-07-14T07:28:50Z"), "MM/dd/yyyy HH:mm:ss", gives: "07/14/2023 07:28:50"),
            .init(.moment("2023-07-14T07:28:50Z"), "yyyyMMdd'T'HHmm", gives: "20230714T0728"),
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
