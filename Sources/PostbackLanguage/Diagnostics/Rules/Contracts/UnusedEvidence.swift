extension DiagnosticRule {
    static let unusedEvidence = DiagnosticRule(
        "unused_evidence", .contracts, .warning, title: "Evidence that no clause names",
        explanation:
            "An 'evidence' line that nothing refers to says nothing of the contract. Name it where it counts, or leave it out.",
        wrong: .evidence(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20
            evidence old legacy "https://old.partner.test/template" read 2026-11-20
            """),
        right: .evidence("evidence docs documentation \"https://docs.partner.test/postbacks\" read 2026-11-20"))
}

extension Finding {
    package static func unusedEvidence(name: String) -> Finding {
        Finding(.unusedEvidence, facts: ["name": name], "no clause is known from '\(name)'")
    }
}
