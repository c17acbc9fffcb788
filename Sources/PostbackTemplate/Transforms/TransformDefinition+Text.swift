/// Text to text.
extension TransformDefinition {
    static let lowercase = TransformDefinition(
        input: .text, output: .type(.text), absence: .never, isIdempotent: true, isNormalizing: true,
        letterCase: .lower, aliases: ["lower"],
        summary: "Lower case in the root locale, whatever the machine's.", example: "Ünal → ünal",
        vectors: [.init("ÄB", gives: "äb"), .init("Ünal", gives: "ünal")])

    static let uppercase = TransformDefinition(
        input: .text, output: .type(.text), absence: .never, isIdempotent: true, isNormalizing: true,
        letterCase: .upper, aliases: ["upper"],
        summary: "Upper case in the root locale, whatever the machine's.", example: "8c6c → 8C6C",
        vectors: [.init("i", gives: "I"), .init("8c6c", gives: "8C6C")])

    static let trim = TransformDefinition(
        input: .text, output: .type(.text), absence: .possible, isIdempotent: true, aliases: ["strip"],
        summary: "White space at both ends removed.", example: "␠a b␠ → a b",
        vectors: [.init(" \u{A0}a b\n", gives: "a b"), .init(" ", gives: nil)])

    static let alphanumeric = TransformDefinition(
        input: .text, output: .type(.text), absence: .possible, isIdempotent: true, isNormalizing: true,
        summary: "Everything but ASCII letters and digits removed.", example: "38400000-8cf0 → 384000008cf0",
        vectors: [.init("38400000-8cf0-é!", gives: "384000008cf0"), .init("-", gives: nil)])

    static let digits = TransformDefinition(
        input: .text, output: .type(.text), absence: .possible, isIdempotent: true, isNormalizing: true,
        summary: "Everything but ASCII digits removed.", example: "+1 (415) 000 → 1415000",
        vectors: [.init("+1 (415) 000-0000", gives: "14150000000"), .init("none", gives: nil)])

    static let e164 = TransformDefinition(
        input: .text, output: .type(.text), absence: .possible, isIdempotent: true, isNormalizing: true,
        summary: "A telephone number as + and 7 to 15 digits; absent when it is none.",
        example: "+1 415-000-0000 → +14150000000",
        vectors: [
            .init("+1 415-000-0000", gives: "+14150000000"), .init("0049 151 2345678", gives: "+491512345678"),
            .init("123", gives: nil), .init("0151 2345678", gives: nil),
        ])

    static let truncate = TransformDefinition(
        input: .text, parameters: [.integer("count", .range(1...65_536))], output: .type(.text), absence: .never,
        summary: "At most `count` Unicode scalars, from the start.", example: "truncate(4): install → inst",
        vectors: [
            .init(
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 40,
                gives: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), .init("é😀x", 2, gives: "é😀"),
        ])

    static let substring = TransformDefinition(
        input: .text,
        parameters: [.integer("from", .range(0...65_536)), .integer("count", .range(0...65_536), optional: true)],
        output: .type(.text), absence: .possible,
        summary: "`count` Unicode scalars from position `from`, the first being 0; all the rest without `count`.",
        example: "substring(2): id123 → 123",
        vectors: [
            .init("id123456789", 2, gives: "123456789"), .init("abcdef", 1, 3, gives: "bcd"),
            .init("ab", 5, gives: nil),
        ])

    static let before = TransformDefinition(
        input: .text, parameters: [.text("separator", .filled)], output: .type(.text), absence: .possible,
        summary: "What stands before the first separator; all of it when there is none.",
        example: "before(\"-\"): 94107-1234 → 94107",
        vectors: [
            .init("94107-1234", "-", gives: "94107"), .init("94107", "-", gives: "94107"), .init("-1", "-", gives: nil),
        ])

    static let after = TransformDefinition(
        input: .text, parameters: [.text("separator", .filled)], output: .type(.text), absence: .possible,
        summary: "What stands behind the first separator; absent when there is none.",
        example: "after(\"_\"): fb_login → login",
        vectors: [.init("fb_login", "_", gives: "login"), .init("login", "_", gives: nil)])

    static let replace = TransformDefinition(
        input: .text, parameters: [.text("text", .filled), .text("with")], output: .type(.text), absence: .possible,
        summary: "Each occurrence of one text replaced by another.",
        example: "replace(\" \", \"\"): San Jose → SanJose",
        vectors: [.init("San Jose", " ", "", gives: "SanJose"), .init(" ", " ", "", gives: nil)])

    static let prefix = TransformDefinition(
        input: .any, parameters: [.text("text")], output: .type(.text), absence: .never,
        summary: "A text put in front.", example: "prefix(\"id\"): 12 → id12",
        vectors: [.init("12", "id", gives: "id12")])

    static let suffix = TransformDefinition(
        input: .any, parameters: [.text("text")], output: .type(.text), absence: .never,
        summary: "A text put behind.", example: "suffix(\"s\"): 12 → 12s", vectors: [.init("12", "s", gives: "12s")])

    static let trimStart = TransformDefinition(
        input: .text, parameters: [.text("characters")], output: .type(.text), absence: .possible,
        summary: "Each of the given characters removed from the start.", example: "trim_start(\"0\"): 0049 → 49",
        vectors: [.init("0049", "0", gives: "49"), .init("00", "0", gives: nil)])

    static let keepCharacters = TransformDefinition(
        input: .text, parameters: [.text("characters", .filled)], output: .type(.text), absence: .possible,
        summary: "Everything but the given characters removed.",
        example: "keep_characters(\"0123456789.\"): v17.4b → 17.4",
        vectors: [
            .init("v17.4b", "0123456789.", gives: "17.4"), .init("é😀x", "😀é", gives: "é😀"), .init("x", "y", gives: nil),
        ])

    static let dropCharacters = TransformDefinition(
        input: .text, parameters: [.text("characters", .filled)], output: .type(.text), absence: .possible,
        summary: "The given characters removed, wherever they stand.",
        example: "drop_characters(\"()- \"): (415) 000-0000 → 4150000000",
        vectors: [
            .init("(415) 000-0000", "()- ", gives: "4150000000"), .init("é😀x", "😀", gives: "éx"),
            .init("--", "-", gives: nil),
        ])

    static let canonicalEmail = TransformDefinition(
        input: .text, parameters: [.text("domains", .words(["all", "gmail", "google"]))], output: .type(.text),
        absence: .possible, isIdempotent: true, isNormalizing: true, aliases: ["gmail"],
        summary: """
            An e-mail address in lower case without white space around it, without dots and `+tag` in front of the `@`: of \
            `all` domains, of gmail.com (`gmail`), or of googlemail.com too (`google`); absent when it is none.
            """,
        example: "canonical_email(\"gmail\"): Jane.Doe+x@Gmail.com → janedoe@gmail.com",
        vectors: [
            .init(" Jane.Doe+news@Gmail.com ", "gmail", gives: "janedoe@gmail.com"),
            .init("Jane.Doe+news@example.com", "gmail", gives: "jane.doe+news@example.com"),
            .init("Jane.Doe+news@example.com", "all", gives: "janedoe@example.com"),
            .init("jane.doe@GoogleMail.com", "google", gives: "janedoe@googlemail.com"),
            .init("jane.doe@googlemail.com", "gmail", gives: "jane.doe@googlemail.com"),
            .init("+x@gmail.com", "gmail", gives: nil), .init("jane", "all", gives: nil),
        ])
}
