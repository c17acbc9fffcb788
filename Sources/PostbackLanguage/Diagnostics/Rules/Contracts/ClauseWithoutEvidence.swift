extension DiagnosticRule {
    static let clauseWithoutEvidence = DiagnosticRule(
        "clause_without_evidence", .contracts, title: "A clause that nobody can look up",
        explanation:
            "Each clause of a contract says where it is known from: 'by NAME' behind it, or behind the block around it. What nobody can look up is not a contract, it is an opinion.",
        wrong: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install" by docs
                query { click : text required }
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
    package static func clauseWithoutEvidence(clause: String) -> Finding {
        Finding(
            .clauseWithoutEvidence, facts: ["clause": clause], "where is '\(clause)' known from?",
            "name it behind the clause or its block: by docs")
    }
}
