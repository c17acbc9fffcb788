extension DiagnosticRule {
    static let nestedTooDeeply = DiagnosticRule(
        "nested_too_deeply", .limits, title: "Nested too deeply",
        explanation: "Blocks, brackets and holes may be nested 64 levels deep. No partner needs more than a dozen.",
        wrong: .query("ip = \(String(repeating: "(", count: 70))device.ip\(String(repeating: ")", count: 70))"),
        right: .query("ip = device.ip"))
}

extension Finding {
    static var nestedTooDeeply: Finding {
        Finding(
            .nestedTooDeeply, "this is nested more than \(Parser.maximumDepth) levels deep")
    }
}
