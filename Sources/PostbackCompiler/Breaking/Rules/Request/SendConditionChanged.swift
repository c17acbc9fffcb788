import PostbackLanguage

extension DiagnosticRule {
    static let sendConditionChanged = DiagnosticRule(
        "send_condition_changed", .request, .warning, title: "Another condition for sending",
        explanation: """
            Events that were sent are skipped now, or the other way round.
            """,
        wrong: .postback(
            """
            send when device.idfa is present
            GET api "/install"
            """),
        right: .postback("GET api \"/install\""))
}

extension Finding {
    static func sendConditionChanged(gone: [String], came: [String]) -> Finding {
        let parts = [
            came.isEmpty ? nil : "only where \(came.joined(separator: " and "))",
            gone.isEmpty ? nil : "also where it does not hold that \(gone.joined(separator: " and "))",
        ].compactMap(\.self)
        return Finding(
            .sendConditionChanged, facts: ["gone": gone, "came": came],
            "it is sent \(parts.joined(separator: ", and "))")
    }
}
