extension DiagnosticRule {
    static let evidenceAddress = DiagnosticRule(
        "evidence_address", .contracts, title: "Evidence without an address",
        explanation: "The address of evidence is a URL at which others can read what the contract says.",
        wrong: .evidence("evidence docs documentation \"the handbook\" read 2026-11-20"),
        right: .evidence("evidence docs documentation \"https://docs.partner.test/postbacks\" read 2026-11-20"))
}

extension Finding {
    package static func evidenceAddress(address: String) -> Finding {
        Finding(.evidenceAddress, facts: ["address": address], "'\(address)' is not a URL where this can be looked up")
    }
}
