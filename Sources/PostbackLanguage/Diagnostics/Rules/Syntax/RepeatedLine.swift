extension DiagnosticRule {
    static let repeatedLine = DiagnosticRule(
        "repeated_line", .syntax, title: "A line that may stand only once",
        explanation: "A postback has one request line; an example has one postback and one expectation.",
        wrong: .postback("GET api \"/install\"\nGET api \"/open\""), right: .postback("GET api \"/install\""))
}

extension Finding {
    static func repeatedLine(line: String) -> Finding {
        Finding(
            .repeatedLine, facts: ["line": line], "there is \(line) already")
    }
}
