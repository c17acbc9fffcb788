import PostbackLanguage

extension DiagnosticRule {
    static let badAnswer = DiagnosticRule(
        "bad_answer", .settings, title: "A condition that no answer can be asked",
        explanation: """
            'success when', 'retry when' and 'fail when' look at what the partner answered: its status, its body as text \
            or as JSON, and its headers. They compare with values that the file states.
            """,
        wrong: .file(
            "partner sample \"Sample\"\n" + header + "\n" + rest + "\ndelivery {\n    retry when body.code == busy\n}"),
        right: .file(
            "partner sample \"Sample\"\n" + header + "\n" + rest
                + "\ndelivery {\n    retry when body.code == \"busy\"\n}"))
}

extension Finding {
    static func badAnswer(wanted: String) -> Finding {
        Finding(.badAnswer, facts: ["wanted": wanted], "a condition on an answer \(wanted)")
    }
}
