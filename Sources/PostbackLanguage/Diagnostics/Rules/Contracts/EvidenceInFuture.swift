extension DiagnosticRule {
    static let evidenceInFuture = DiagnosticRule(
        "evidence_in_future", .contracts, title: "Evidence that nobody can have read yet",
        explanation:
            "The date behind 'read' is the day on which somebody last read the evidence; it shows how old the contract is.",
        wrong: .evidence("evidence docs documentation \"https://docs.partner.test/postbacks\" read 2062-11-20"),
        right: .evidence("evidence docs documentation \"https://docs.partner.test/postbacks\" read 2026-11-20"))
}

extension Finding {
    package static func evidenceInFuture(day: String) -> Finding {
        Finding(.evidenceInFuture, facts: ["day": day], "\(day) is not over yet")
    }
}
