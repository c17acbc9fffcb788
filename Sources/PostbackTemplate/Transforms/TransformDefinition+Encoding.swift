/// Encodings.
extension TransformDefinition {
    static let base64 = TransformDefinition(
        input: .textOrBytes, output: .type(.text), absence: .never, summary: "Base64 with padding.",
        example: "blah → YmxhaA==", vectors: [.init("blah", gives: "YmxhaA==")])

    static let base64url = TransformDefinition(
        input: .textOrBytes, output: .type(.text), absence: .never,
        summary: "Base64 with - and _, without padding.", example: "blah → YmxhaA",
        vectors: [.init("blah", gives: "YmxhaA"), .init("subjects?_d>", gives: "c3ViamVjdHM_X2Q-")])

    static let hex = TransformDefinition(
        input: .textOrBytes, output: .type(.text), absence: .never, letterCase: .lower,
        summary: "The bytes in lower-case hexadecimal.", example: "hey → 686579",
        vectors: [.init("hey", gives: "686579")])

    static let percentEncode = TransformDefinition(
        input: .text, output: .type(.text), absence: .never, aliases: ["urlencode", "url_encode"],
        summary: "Percent-encoded once more, for a URL carried inside a value.", example: "a b → a%20b",
        vectors: [
            .init("a b&c=ü", gives: "a%20b%26c%3D%C3%BC"),
            .init(
                "https://www.google.com/search?q=tealium",
                gives: "https%3A%2F%2Fwww.google.com%2Fsearch%3Fq%3Dtealium"),
            .init("hey<>hi", gives: "hey%3C%3Ehi"),
        ])

    static let percentDecode = TransformDefinition(
        input: .text, output: .type(.text), absence: .possible,
        summary: "Percent-decoded; absent when a sequence is malformed or not UTF-8.", example: "a%20b → a b",
        vectors: [
            .init("a%20b%C3%BC+", gives: "a bü+"), .init("%zz", gives: nil), .init("a%2", gives: nil),
            .init("%FF", gives: nil),
        ])
}
