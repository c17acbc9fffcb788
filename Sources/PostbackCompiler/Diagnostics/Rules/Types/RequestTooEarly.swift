import PostbackLanguage

extension DiagnosticRule {
    static let requestTooEarly = DiagnosticRule(
        "request_too_early", .types, title: "A part of the request that is not rendered yet",
        explanation: """
            A signature can only cover what has been rendered: the body is first, then path and query, then \
            headers. In the query, request.query and request.url are what stands above the line.
            """,
        wrong: .json("sign = request.query | sha256"),
        right: .postback(
            "GET api \"/install\"\nquery {\n    ip = device.ip\n}\nheaders {\n    X-Sign = request.query | sha256\n}"))
}

extension Finding {
    static var queryTooOften: Finding {
        Finding(
            .requestTooEarly, "more than two lines of the query, or lines in a 'for', look at the query itself",
            "a signature is one line, and another one may cover it")
    }

    static func requestTooEarly(part: String) -> Finding {
        Finding(
            .requestTooEarly, facts: ["part": part], "request.\(part) is not rendered yet where this is used",
            "the body is rendered first, then path and query, then headers")
    }
}
