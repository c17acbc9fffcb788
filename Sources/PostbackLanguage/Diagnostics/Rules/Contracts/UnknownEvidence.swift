import PostbackSupport

extension DiagnosticRule {
    static let unknownEvidence = DiagnosticRule(
        "unknown_evidence", .contracts, title: "Evidence that is not declared",
        explanation: "What stands behind 'by' is the name of an 'evidence' line of the file.",
        wrong: .clauses("click : text required by doc"),
        right: .clauses("click : text required by docs"))
}

extension Finding {
    package static func unknownEvidence(name: String, known: [String]) -> Finding {
        Finding(
            .unknownEvidence, facts: ["name": name, "known": known], "there is no evidence '\(name)'",
            did: Suggestion.nearest(to: name, among: known))
    }
}
