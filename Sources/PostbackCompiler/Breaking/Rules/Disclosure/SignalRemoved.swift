package import PostbackLanguage

extension DiagnosticRule {
    static let signalRemoved = DiagnosticRule(
        "signal_removed", .disclosure, title: "A privacy signal that withholds less",
        explanation: """
            Events that carry the signal leave with data that was withheld from every partner.
            """,
        wrong: .words("A schema without the signal."),
        right: .words("signal privacy.coppa = true withholds identifier, contact, location"))
}

extension Finding {
    package static func signalRemoved(macro: String, value: String, classes: [String]) -> Finding {
        Finding(
            .signalRemoved, facts: ["macro": macro, "value": value, "classes": classes],
            "where \(macro) is \(value), \(classes.joined(separator: ", ")) data is not withheld any more")
    }
}
