package import PostbackLanguage

extension DiagnosticRule {
    static let revisionLowered = DiagnosticRule(
        "revision_lowered", .revision, title: "A lower revision",
        explanation: """
            A running service takes the higher number for the newer file.
            """,
        wrong: .file("partner sample \"Sample\"\n" + header + "\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header.replacing("revision 1", with: "revision 2") + "\n" + rest))
}

extension Finding {
    package static func revisionLowered(old: Int, new: Int) -> Finding {
        Finding(.revisionLowered, facts: ["old": old, "new": new], "the revision is \(new), and was \(old)")
    }
}
