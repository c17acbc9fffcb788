extension DiagnosticRule {
    static let strayLine = DiagnosticRule(
        "stray_line", .syntax, title: "A line outside the blocks of the request",
        explanation: "What is sent stands in query, matrix, headers, form or json. A let names a value.",
        wrong: .postback("GET api \"/install\"\nip = device.ip"),
        right: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n}"))
}

extension Finding {
    static func strayLine(key: String) -> Finding {
        Finding(
            .strayLine, facts: ["key": key], "'\(key) = …' stands in no block of the request",
            "lines go into query, matrix, headers, form or json; is a brace above closed too early?")
    }
}
