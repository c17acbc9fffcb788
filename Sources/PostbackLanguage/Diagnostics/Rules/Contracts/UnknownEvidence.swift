import PostbackSupport

extension DiagnosticRule {
    static let unknownEvidence = DiagnosticRule(
        "unknown_evidence", .contracts, title: "Evidence that is not declared",
        explanation: "What stands behind 'by' is the name of an 'evidence' line of the file.",
        wrong: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install" by docs
                query by doc { click : text required }
            }
            """),
        right: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install" by docs
                query by docs { click : text required }
            }
            """))
}

extension Finding {
    package static func unknownEvidence(name: String, known: [String]) -> Finding {
        Finding(
            .unknownEvidence, facts: ["name": name, "known": known], "there is no evidence '\(name)'",
            did: Suggestion.nearest(to: name, among: known))
    }
}
