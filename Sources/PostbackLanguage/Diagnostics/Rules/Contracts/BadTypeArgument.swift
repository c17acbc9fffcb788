extension DiagnosticRule {
    static let badTypeArgument = DiagnosticRule(
        "bad_type_argument", .contracts, title: "A type with something in parentheses that it does not take",
        explanation:
            "Types of a contract are described in its language: text(1...100), integer(0...), time(seconds), uuid(lower).",
        wrong: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install" by docs
                query by docs { click : time(minutes) required }
            }
            """),
        right: .contract(
            """
            evidence docs documentation "https://docs.partner.test/postbacks" read 2026-11-20

            request install {
                GET "https://api.partner.test/install" by docs
                query by docs { click : time(seconds) required }
            }
            """))
}

extension Finding {
    package static func badTypeArgument(type: String, takes: String) -> Finding {
        Finding(.badTypeArgument, facts: ["type": type, "takes": takes], "'\(type)' takes \(takes)")
    }
}
