extension DiagnosticRule {
    static let unreadableFile = DiagnosticRule(
        "unreadable_file", .limits, title: "A file that cannot be read",
        explanation: """
            It has the name of a partner file or a schema and is none: a folder, a link to nothing, a pipe, or a file that
            the user may not read. The other files are checked all the same.
            """,
        wrong: .words("a folder named partner.postback"), right: .words("a file of that name"))
}

extension Finding {
    static func unreadable(why: String) -> Finding {
        Finding(.unreadableFile, facts: ["why": why], "this cannot be read: \(why)")
    }
}
