extension DiagnosticRule {
    static let contractName = DiagnosticRule(
        "contract_name", .contracts, title: "A contract in the wrong file",
        explanation:
            "The contract of a partner stands in Schemas/contracts under the partner's id: 'contract awin' in awin.contract.",
        wrong: .words("contract awin \"Awin\" in meta.contract"),
        right: .words("contract awin \"Awin\" in awin.contract"))
}

extension Finding {
    package static func contractName(id: String, file: String) -> Finding {
        Finding(
            .contractName, facts: ["id": id, "file": file], "the contract of '\(id)' stands in \(file).contract",
            "its file is \(id).contract")
    }
}
