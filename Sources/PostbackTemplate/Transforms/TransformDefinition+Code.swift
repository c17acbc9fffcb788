/// Codes of countries and languages.
extension TransformDefinition {
    static let countryCode = TransformDefinition(
        input: .text, output: .type(.country), absence: .possible, isIdempotent: true,
        summary: "ISO 3166-1 alpha-2 in upper case; absent when it is not two letters.", example: "us → US",
        vectors: [.init(" us", gives: "US"), .init("USA", gives: nil)])

    static let languageCode = TransformDefinition(
        input: .text, output: .type(.language), absence: .possible, isIdempotent: true,
        summary: "The language of a tag in lower case; absent when it has none.", example: "en_US → en",
        vectors: [.init("en_US", gives: "en"), .init("PT-br", gives: "pt"), .init("1", gives: nil)])
}
