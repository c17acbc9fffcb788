extension DiagnosticRule {
    static let bracedValue = DiagnosticRule(
        "braced_value", .syntax, title: "A value in braces",
        explanation: "Braces make a hole in a text. A value that stands alone has none.",
        wrong: .query("ifa = {device.idfa}"), right: .query("ifa = device.idfa"))
}

extension Finding {
    static func bracedValue(name: String) -> Finding {
        Finding(
            .bracedValue, facts: ["name": name],
            "a value stands without braces: they make a hole in a text, or an object",
            fix: .replace(name, .safe))
    }
}
