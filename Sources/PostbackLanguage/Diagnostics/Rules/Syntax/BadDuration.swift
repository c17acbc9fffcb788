extension DiagnosticRule {
    static let badDuration = DiagnosticRule(
        "bad_duration", .syntax, title: "A duration without a known unit",
        explanation: "Durations are whole numbers with s, m, h or d behind them: 30s, 10m, 24h, 7d.",
        wrong: .declarations("delivery {\n    timeout 10\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    timeout 10s\n}"))
}

extension Finding {
    static func badDuration(duration: String) -> Finding {
        Finding(
            .badDuration, facts: ["duration": duration], "'\(duration)' is not a duration such as 30s, 10m, 24h or 7d")
    }
}
