import PostbackLanguage

extension DiagnosticRule {
    static let noExample = DiagnosticRule(
        "no_example", .postbacks, .warning, title: "A postback without an example",
        explanation: """
            Examples are what certification rests on: the exact request that an event gives, checked by every \
            build.
            """,
        wrong: .declarations("postback install {\n    GET api \"/install\"\n}"),
        right: .declarations(
            """
            postback install {
                GET api "/install"
            }

            example "an install" {
                postback install
                given { sample ios }
                sends GET "https://api.partner.test/install"
            }
            """))
}

extension Finding {
    static func noExample(postback: String) -> Finding {
        Finding(
            .noExample, facts: ["postback": postback], "the postback '\(postback)' has no example",
            "an example is its certification: the exact request that an event gives")
    }
}
