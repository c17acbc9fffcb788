import PostbackLanguage

extension DiagnosticRule {
    static let missingDeclaration = DiagnosticRule(
        "missing_declaration", .settings, title: "A declaration is missing",
        explanation: """
            A partner file starts with partner, and has revision, category, platforms, documentation and at least one \
            postback.
            """,
        wrong: .file("partner sample \"Sample\"\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static func missingDeclaration(names: [String]) -> Finding {
        Finding(
            .missingDeclaration, facts: ["names": names],
            "the file has no \(names.map { "'\($0)'" }.joined(separator: ", ")) \(names.count == 1 ? "declaration" : "declarations")"
        )
    }
}
