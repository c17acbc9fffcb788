import PostbackLanguage

extension DiagnosticRule {
    static let usedBeforeDeclared = DiagnosticRule(
        "used_before_declared", .names, title: "A name used before its declaration",
        explanation: "A let can use the lets above it. So none can use itself, not even through others.",
        wrong: .query("ifa = lower", with: "let lower = id | lowercase\nlet id = device.idfa"),
        right: .query("ifa = lower", with: "let id = device.idfa\nlet lower = id | lowercase"))
}

extension Finding {
    static func usedBeforeDeclared(name: String) -> Finding {
        Finding(
            .usedBeforeDeclared, facts: ["name": name], "'\(name)' is used before its declaration",
            "move the declaration up")
    }
}
