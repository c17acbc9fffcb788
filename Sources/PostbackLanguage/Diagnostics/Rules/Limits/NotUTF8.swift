extension DiagnosticRule {
    static let notUTF8 = DiagnosticRule(
        "not_utf8", .limits, title: "The file is not UTF-8",
        explanation: "Partner and schema files are UTF-8 text. Save the file in that encoding.",
        wrong: .words("a file in Latin-1"), right: .words("the same file in UTF-8"))
}

extension Finding {
    static func notUTF8(isUTF16: Bool) -> Finding {
        Finding(
            .notUTF8, isUTF16 ? "the file is UTF-16 text" : "the file is not UTF-8 text",
            isUTF16 ? "save it as UTF-8" : nil)
    }
}
