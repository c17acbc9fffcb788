import PostbackLanguage

extension DiagnosticRule {
    static let successCodesChanged = DiagnosticRule(
        "success_codes_changed", .delivery, .warning, title: "Other codes of success",
        explanation: """
            What counted as delivered is tried again or given up, or the other way round.
            """,
        wrong: .delivery("success 200"),
        right: .delivery("success 200...299"))
}

extension Finding {
    static func successCodesChanged(gone: String, came: String) -> Finding {
        Finding(
            .successCodesChanged, facts: ["gone": gone, "came": came],
            [gone.isEmpty ? nil : "\(gone) is no success any more", came.isEmpty ? nil : "\(came) is a success now"]
                .compactMap(\.self).joined(separator: ", and "))
    }
}
