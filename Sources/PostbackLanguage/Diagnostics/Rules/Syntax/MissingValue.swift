extension DiagnosticRule {
    static let missingValue = DiagnosticRule(
        "missing_value", .syntax, title: "A line without a value",
        explanation:
            "Behind the equals sign stands what is sent. A key with an empty value is written keep key = value.",
        wrong: .query("click =\nip = device.ip"), right: .query("click = click.id\nip = device.ip"))
}

extension Finding {
    static var missingValue: Finding {
        Finding(
            .missingValue, "the value behind '=' is missing")
    }
}
