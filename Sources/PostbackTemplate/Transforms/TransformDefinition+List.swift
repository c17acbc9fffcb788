/// Lists.
extension TransformDefinition {
    static let join = TransformDefinition(
        input: .list, parameters: [.text("separator")], output: .type(.text), absence: .possible,
        summary: "The values of a list as one text.", example: "join(\"|\"): a, b → a|b",
        vectors: [.init(["a", "b"], "|", gives: "a|b"), .init([], "|", gives: nil)])

    static let count = TransformDefinition(
        input: .list, output: .type(.integer), absence: .never, aliases: ["length"],
        summary: "How many values a list has; absent for none.", example: "a, b → 2",
        vectors: [.init(["a", "b"], gives: "2")])

    static let first = TransformDefinition(
        input: .list, output: .element, absence: .possible,
        summary: "The first value of a list.", example: "a, b → a",
        vectors: [.init(["a", "b"], gives: "a"), .init([], gives: nil)])
}
