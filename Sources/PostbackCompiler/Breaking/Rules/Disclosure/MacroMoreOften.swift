import PostbackLanguage

extension DiagnosticRule {
    static let macroMoreOften = DiagnosticRule(
        "macro_more_often", .disclosure, title: "A personal macro that leaves under fewer conditions",
        explanation: """
            It leaves for events for which it did not.
            """,
        wrong: .query("ip = device.ip"),
        right: .query("when device.os == \"ios\" { ip = device.ip }"))
}

extension Finding {
    static func macroMoreOften(macro: String, also: [String]) -> Finding {
        Finding(
            .macroMoreOften, facts: ["macro": macro, "also": also],
            "\(macro) leaves also where \(also.joined(separator: " and where "))")
    }
}
