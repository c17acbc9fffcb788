extension DiagnosticRule {
    static let reversedBounds = DiagnosticRule(
        "reversed_bounds", .syntax, title: "Bounds that do not rise",
        explanation: "The lower bound stands first.",
        wrong: .declarations("delivery {\n    retries 10...0\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    retries 0...10\n}"))
}

extension Finding {
    static func reversedBounds(bounds: String) -> Finding {
        Finding(
            .reversedBounds, facts: ["bounds": bounds], "the bounds '\(bounds)' do not rise")
    }
}
