package import PostbackLanguage

extension DiagnosticRule {
    static let revisionNotRaised = DiagnosticRule(
        "revision_not_raised", .revision, title: "The same revision for something else",
        explanation: """
            Reports, logs and waiting postbacks name the revision that they were made with; two things of one \
            number cannot be told apart. Raise the revision with every change that has an effect.
            """,
        wrong: .query("source = \"certified\""),
        right: .query("source = \"mmp\""))
}

extension Finding {
    package static func revisionNotRaised(revision: Int, changes: Int) -> Finding {
        Finding(
            .revisionNotRaised, facts: ["revision": revision, "changes": changes],
            "the revision is still \(revision), and \(changes == 1 ? "one change has" : "\(changes) changes have") an effect",
            fix: .replace("\(revision + 1)", .safe))
    }
}
