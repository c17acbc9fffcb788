/// Lists.
extension TransformDefinition {
    static let join = TransformDefinition(
        input: .list, parameters: [.text("separator"), .text("inside", optional: true)], output: .type(.text),
        absence: .possible,
        summary: "The values of a list as one text; with `inside`, what stands for the separator where a value has it.",
        example: "join(\"|\"): a, b → a|b",
        vectors: [
            .init(["a", "b"], "|", gives: "a|b"), .init(["a|b", "c"], "|", "\\|", gives: "a\\|b|c"),
            .init(["a|b", "c"], "|", "", gives: "ab|c"), .init([], "|", gives: nil),
        ])

    static let sum = TransformDefinition(
        input: .list, output: .type(.decimal), absence: .possible,
        summary: "The sum of the numbers of a list; absent when one is no number.", example: "4.99, 10 → 14.99",
        vectors: [
            .init(["4.99", "10"], gives: "14.99"), .init(["-1.5", "0.25"], gives: "-1.25"),
            .init(["1", "x"], gives: nil),
        ])

    static let count = TransformDefinition(
        input: .list, output: .type(.integer), absence: .never, aliases: ["length"],
        summary: "How many values a list has; absent for none.", example: "a, b → 2",
        vectors: [.init(["a", "b"], gives: "2")])

    static let first = TransformDefinition(
        input: .list, output: .element, absence: .possible,
        summary: "The first value of a list.", example: "a, b → a",
        vectors: [.init(["a", "b"], gives: "a"), .init([], gives: nil)])
}
