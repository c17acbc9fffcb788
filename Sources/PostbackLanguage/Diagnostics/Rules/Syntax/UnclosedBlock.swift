extension DiagnosticRule {
    static let unclosedBlock = DiagnosticRule(
        "unclosed_block", .syntax, title: "A block that is not closed",
        explanation: """
            The file ends, or its next declaration begins, before the block is closed. The message points at the brace
            that was opened.
            """,
        wrong: .declarations("postback install {\n    GET api \"/install\"\n    query {\n        ip = device.ip\n}"),
        right: .declarations(
            "postback install {\n    GET api \"/install\"\n    query {\n        ip = device.ip\n    }\n}"))
}

extension Finding {
    static func unclosedBlock(before next: String) -> Finding {
        Finding(
            .unclosedBlock, facts: ["before": next], "this block is not closed before \(next)", label: "opened here")
    }
}
