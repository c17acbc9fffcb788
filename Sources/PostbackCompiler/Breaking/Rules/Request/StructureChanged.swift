import PostbackLanguage

extension DiagnosticRule {
    static let structureChanged = DiagnosticRule(
        "structure_changed", .request, .warning, title: "A value that is put together otherwise",
        explanation: """
            Lists have other elements, or objects other members.
            """,
        wrong: .json("ids = [device.idfa, device.idfv]"),
        right: .json("ids = [device.idfa]"))
}

extension Finding {
    static func structureChanged(line: String) -> Finding {
        Finding(.structureChanged, facts: ["line": line], "\(line) is put together otherwise")
    }
}
