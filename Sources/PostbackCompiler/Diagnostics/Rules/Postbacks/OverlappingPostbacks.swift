import PostbackLanguage

extension DiagnosticRule {
    static let overlappingPostbacks = DiagnosticRule(
        "overlapping_postbacks", .postbacks, title: "Two postbacks for the same events",
        explanation: "The most specific postback is sent; two that are equally specific have no order.",
        wrong: .declarations("postback install {\n    GET api \"/a\"\n}\n\npostback install {\n    GET api \"/b\"\n}"),
        right: .declarations(
            "postback install on ios {\n    GET api \"/a\"\n}\n\npostback install on android {\n    GET api \"/b\"\n}"))
}

extension Finding {
    static func overlap(postback: String) -> Finding {
        Finding(
            .overlappingPostbacks, facts: ["postback": postback],
            "another postback is for the same events: '\(postback)'")
    }
}
