import PostbackLanguage

extension DiagnosticRule {
    static let unusedDeclaration = DiagnosticRule(
        "unused_declaration", .use, .warning, title: "Declared and never used",
        explanation: "Something that nothing uses is a mistake waiting to be found: usually the use is missing.",
        wrong: .query("ip = device.ip", with: "let id = device.idfa ?? device.gaid"),
        right: .query("id = id", with: "let id = device.idfa ?? device.gaid"))
}

extension Finding {
    static func unused(what: String, name: String) -> Finding {
        Finding(
            .unusedDeclaration, facts: ["what": what, "name": name], "the \(what) '\(name)' is never used")
    }
}
