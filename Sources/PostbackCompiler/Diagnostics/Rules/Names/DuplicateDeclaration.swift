import PostbackLanguage

extension DiagnosticRule {
    static let duplicateDeclaration = DiagnosticRule(
        "duplicate_declaration", .names, title: "Declared twice",
        explanation: "Two declarations have the same name, so one of them would never be used.",
        wrong: .query("id = id", with: "let id = device.idfa\nlet id = device.gaid"),
        right: .query("id = id", with: "let id = device.idfa ?? device.gaid"))
}

extension Finding {
    static func duplicate(what: String, name: String) -> Finding {
        Finding(
            .duplicateDeclaration, facts: ["what": what, "name": name], "the \(what) '\(name)' is declared twice")
    }
}
