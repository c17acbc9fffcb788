import PostbackLanguage

extension DiagnosticRule {
    static let identicalRequests = DiagnosticRule(
        "identical_requests", .postbacks, .warning, title: "Two kinds of events that send the same request",
        explanation: """
            The partner counts both as one. A quarter of the templates in the field send opens as installs this way. \
            Send the name of the event, or another path.
            """,
        wrong: .declarations(
            "postback install {\n    GET api \"/i\"\n}\n\npostback session {\n    GET api \"/i\"\n}"),
        right: .declarations(
            "postback install {\n    GET api \"/i\"\n}\n\npostback session {\n    GET api \"/s\"\n}"))
}

extension Finding {
    static func identicalRequests(postback: String) -> Finding {
        Finding(
            .identicalRequests, facts: ["postback": postback], "this postback sends the same request as '\(postback)'",
            "the partner cannot tell the two events apart")
    }
}
