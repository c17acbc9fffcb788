/// Hashes and keyed hashes.
extension TransformDefinition {
    static let md5 = hash(
        "MD5 of the UTF-8 bytes, lower-case hexadecimal.", "hey → 6057f13c496ecf7fd777ceb9e79ae285",
        vectors: [.init("hey", gives: "6057f13c496ecf7fd777ceb9e79ae285")])

    static let sha1 = hash(
        "SHA-1 of the UTF-8 bytes, lower-case hexadecimal.", "hey → 7f550a9f4c44173a37664d938f1355f0f92a47a7",
        vectors: [.init("hey", gives: "7f550a9f4c44173a37664d938f1355f0f92a47a7")])

    static let sha256 = hash(
        "SHA-256 of the UTF-8 bytes, lower-case hexadecimal.", "hey → fa690b82061edfd2…",
        vectors: [.init("hey", gives: "fa690b82061edfd2852629aeba8a8977b57e40fcb77d1a7a28b26cba62591204")])

    static let sha512 = hash(
        "SHA-512 of the UTF-8 bytes, lower-case hexadecimal.", "abc → ddaf35a193617aba…",
        vectors: [
            .init(
                "abc",
                gives: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                    + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
        ])

    static let hmacSHA1 = keyedHash(
        "HMAC-SHA-1 with a secret key, lower-case hexadecimal.", "hmac_sha1(field.key): hey → 2a3969bed25bfeef…",
        vectors: [.init("hey", "key", gives: "b956aee12d18411be7a98387454a148d13059f12")])

    static let hmacSHA256 = keyedHash(
        "HMAC-SHA-256 with a secret key, lower-case hexadecimal.", "hmac_sha256(field.key): hey → 8df897f8da3d7992…",
        aliases: ["hmac"],
        vectors: [.init("hey", "key", gives: "6e824649ae0e831a67684a6aba64191d2ac0f011cd7cc1f4d433980ceb9cf5f6")])

    static let raw = TransformDefinition(
        input: .digest, output: .type(.bytes), absence: .never,
        summary: "The bytes of a digest, for base64 and base64url.", example: "sha1 | raw | base64",
        vectors: [.init(.digest("6057f13c496ecf7fd777ceb9e79ae285"), gives: "6057f13c496ecf7fd777ceb9e79ae285")])

    private static func hash(_ summary: String, _ example: String, vectors: [TransformVector]) -> TransformDefinition {
        .init(
            input: .textOrBytes, output: .type(.digest), absence: .never, letterCase: .lower, isHash: true,
            summary: summary, example: example, vectors: vectors)
    }

    private static func keyedHash(
        _ summary: String, _ example: String, aliases: [String] = [], vectors: [TransformVector]
    ) -> TransformDefinition {
        .init(
            input: .textOrBytes, parameters: [.value("key", .text)], output: .type(.digest), absence: .never,
            letterCase: .lower, isHash: true, aliases: aliases, summary: summary, example: example, vectors: vectors)
    }
}
