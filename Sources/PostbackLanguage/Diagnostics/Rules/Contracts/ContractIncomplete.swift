extension DiagnosticRule {
    static let contractIncomplete = DiagnosticRule(
        "contract_incomplete", .contracts, title: "A contract that describes nothing",
        explanation: "A contract has a line 'contract', and at least one request with a line for method and URL.",
        wrong: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            answer success 200 by docs
            """),
        right: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install" by docs
                query by docs { click : text required }
            }

            answer success 200 by docs
            """))
}

extension Finding {
    package static func contractIncomplete(lacks: String) -> Finding {
        Finding(.contractIncomplete, facts: ["lacks": lacks], "\(lacks) is missing")
    }
}
