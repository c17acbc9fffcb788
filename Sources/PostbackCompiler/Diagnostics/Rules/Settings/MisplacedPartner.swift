import PostbackLanguage

extension DiagnosticRule {
    static let misplacedPartner = DiagnosticRule(
        "misplaced_partner", .settings, title: "'partner' is not the first declaration",
        explanation: "The file says first whom it is about, once.",
        wrong: .file(header + "\npartner sample \"Sample\"\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static var misplacedPartner: Finding {
        Finding(
            .misplacedPartner, "'partner' is the first declaration, and there is one")
    }
}
