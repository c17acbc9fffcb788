extension DiagnosticRule {
    static let contractWithoutPartner = DiagnosticRule(
        "contract_without_partner", .contracts, .warning, title: "A contract of a partner that there is not",
        explanation:
            "A contract is held against the requests of the partner file with the same id. Without one only 'postback verify' uses it.",
        wrong: .words("Schemas/contracts/awin.contract without Integrations/awin.postback"),
        right: .words("both"))
}

extension Finding {
    package static func contractWithoutPartner(id: String) -> Finding {
        Finding(.contractWithoutPartner, facts: ["id": id], "there is no partner '\(id)'")
    }
}
