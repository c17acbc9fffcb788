extension DiagnosticRule {
    static let badNumber = DiagnosticRule(
        "bad_number", .syntax, title: "A number that cannot be used here",
        explanation: "Revisions, bounds and limits are whole numbers from 0 to 1,000,000,000.",
        wrong: .declarations("delivery {\n    rate 99999999999 per second\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    rate 200 per second\n}"))
}

extension Finding {
    /// `2xx` for a range of status codes.
    static func codeClass(text: String, from first: Int) -> Finding {
        Finding(
            .badNumber, facts: ["number": text], "'\(text)' is written '\(first)...\(first + 99)' in this language",
            fix: .replace("\(first)...\(first + 99)", .safe))
    }

    static func badNumber(number: String) -> Finding {
        Finding(
            .badNumber, facts: ["number": number],
            "'\(number)' is not a whole number from 0 to \(Parser.maximumInteger)")
    }
}
