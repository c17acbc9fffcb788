extension DiagnosticRule {
    static let contractURL = DiagnosticRule(
        "contract_url", .contracts, title: "A URL that no request can have",
        explanation:
            "The URL of a request begins with https:// or http:// and a host, and ends in front of the query, which has a block of its own.",
        wrong: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install?v=2" by docs
                query by docs { click : text required }
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
    package static func contractURL(url: String) -> Finding {
        Finding(.contractURL, facts: ["url": url], "\(url) is not the URL of a request without its query")
    }
}
