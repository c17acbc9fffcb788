/// Numbers and booleans.
extension TransformDefinition {
    static let decimal = TransformDefinition(
        input: .number, parameters: [.integer("places", .range(0...18))], output: .type(.decimal),
        absence: .fromScalar, aliases: ["round", "integer", "to_int", "fixed"],
        summary: "Exactly `places` digits behind the point, half rounded away from zero.",
        example: "decimal(2): 12 → 12.00",
        vectors: [
            .init("12", 2, gives: "12.00"), .init("2.345", 2, gives: "2.35"), .init("-2.345", 2, gives: "-2.35"),
            .init("0.125", 0, gives: "0"), .init("x", 2, gives: nil),
        ])

    static let minorUnits = TransformDefinition(
        input: .number, parameters: [.value("currency", .currency)], output: .type(.integer), absence: .fromScalar,
        summary: "Whole minor units of the currency: cents for USD, yen for JPY, fils for KWD.",
        example: "minor_units(revenue.currency): 12.34 USD → 1234",
        vectors: [
            .init("12.34", "USD", gives: "1234"), .init("500", "JPY", gives: "500"),
            .init("1.234", "kwd", gives: "1234"), .init("12.345", "EUR", gives: "1235"), .init("x", "EUR", gives: nil),
        ])

    static let micros = TransformDefinition(
        input: .number, output: .type(.integer), absence: .fromScalar,
        summary: "Millionths, whole, half rounded away from zero.", example: "5.75 → 5750000",
        vectors: [.init("5.75", gives: "5750000"), .init("x", gives: nil)])

    static let number = TransformDefinition(
        input: .textOrNumber, output: .type(.decimal), absence: .possible, isIdempotent: true,
        summary: "Text read as a number, so that JSON writes it without quotes; absent when it is none.",
        example: "\"4.99\" → 4.99",
        vectors: [.init("4.990", gives: "4.990"), .init("x", gives: nil)])

    static let string = TransformDefinition(
        input: .any, output: .type(.text), absence: .never, isIdempotent: true,
        summary: "The value as text, so that JSON writes it with quotes.", example: "4.99 → \"4.99\"",
        vectors: [.init(5, gives: "5"), .init(true, gives: "true")])

    static let flag = TransformDefinition(
        input: .boolean, parameters: [.text("true", needed: true), .text("false", needed: true)],
        output: .type(.text), absence: .fromScalar,
        summary: "One text for true and another for false.", example: "flag(\"1\", \"0\"): true → 1",
        vectors: [
            .init(true, "1", "0", gives: "1"), .init(false, "1", "0", gives: "0"), .init("x", "1", "0", gives: nil),
        ])

    static let not = TransformDefinition(
        input: .boolean, output: .type(.boolean), absence: .fromScalar,
        summary: "The opposite of a boolean.", example: "true → false",
        vectors: [.init(true, gives: "false"), .init("0", gives: "true"), .init("x", gives: nil)])
}
