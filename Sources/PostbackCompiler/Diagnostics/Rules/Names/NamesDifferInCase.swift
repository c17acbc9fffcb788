import PostbackLanguage

extension DiagnosticRule {
    static let namesDifferInCase = DiagnosticRule(
        "names_differ_in_case", .names, title: "Two macros that differ only in case",
        explanation: "Nobody remembers which of the two is which.",
        wrong: .schema("/// An id.\nmacro user.id : text\n\n/// Another.\nmacro user.ID : text"),
        right: .schema("/// An id.\nmacro user.id : text\n\n/// Another.\nmacro user.partner_id : text"))
}

extension Finding {
    static func differsInCase(name: String, other: String) -> Finding {
        Finding(
            .namesDifferInCase, facts: ["name": name, "other": other], "'\(name)' and '\(other)' differ only in case")
    }
}
