import PostbackLanguage

extension DiagnosticRule {
    static let badSetting = DiagnosticRule(
        "bad_setting", .settings, title: "A setting with a value it cannot have",
        explanation: "The message says which values are possible.",
        wrong: .file("partner sample \"Sample\"\n" + header.replacing("revision 1", with: "revision 0") + "\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static func nullOutsideJSON() -> Finding {
        badSetting(what: "'keep null'", wanted: "used inside json only")
    }

    static func badSetting(what: String, wanted: String) -> Finding {
        Finding(
            .badSetting, facts: ["what": what, "wanted": wanted], "\(what) must be \(wanted)")
    }
}
