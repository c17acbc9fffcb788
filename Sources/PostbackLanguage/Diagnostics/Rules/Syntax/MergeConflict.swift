extension DiagnosticRule {
    /// Both sides of a merge stand in the file, so that nothing is said about its meaning.
    public static let mergeConflict = DiagnosticRule(
        "merge_conflict", .syntax, title: "A merge that was not finished",
        explanation: "Version control left both sides of a change in the file, with marks between them. Keep one side.",
        wrong: .declarations("<<<<<<< ours\nlet id = device.idfa\n=======\nlet id = device.gaid\n>>>>>>> theirs"),
        right: .query("id = id", with: "let id = device.idfa"))
}

extension Finding {
    static var mergeConflict: Finding {
        Finding(
            .mergeConflict, "this is left from a merge that was not finished", "keep one side and delete the marks")
    }
}
