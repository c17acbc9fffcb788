import PostbackLanguage

extension DiagnosticRule {
    static let unreachablePostback = DiagnosticRule(
        "unreachable_postback", .postbacks, .warning, title: "A postback that is never sent",
        explanation: "Every platform of the partner has a postback of its own for these events.",
        wrong: .declarations(
            """
            postback install {
                GET api "/a"
            }

            postback install on ios {
                GET api "/b"
            }

            postback install on android {
                GET api "/c"
            }
            """),
        right: .declarations(
            "postback install {\n    GET api \"/a\"\n}\n\npostback install on ios {\n    GET api \"/b\"\n}"))
}

extension Finding {
    static func unreachablePostback(postback: String) -> Finding {
        Finding(
            .unreachablePostback, facts: ["postback": postback],
            "the postback '\(postback)' is never sent: every platform has one of its own")
    }
}
