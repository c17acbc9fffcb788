package import PostbackLanguage

extension DiagnosticRule {
    static let partnerRemoved = DiagnosticRule(
        "partner_removed", .configuration, title: "A partner that is gone",
        explanation: """
            Every configuration that names it is refused. Deprecate a partner first, so that accounts can leave \
            it.
            """,
        wrong: .words("A folder without the file."),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    package static func partnerRemoved(id: String) -> Finding {
        Finding(.partnerRemoved, facts: ["partner": id], "the partner '\(id)' is gone")
    }
}
