import PostbackLanguage

extension DiagnosticRule {
    static let retryCodesChanged = DiagnosticRule(
        "retry_codes_changed", .delivery, .warning, title: "Other codes to try again",
        explanation: """
            What was tried again is given up, or the other way round.
            """,
        wrong: .delivery("retry on 429, 503"),
        right: .delivery("retry on 429, 500...599"))
}

extension Finding {
    static func retryCodesChanged(gone: String, came: String) -> Finding {
        Finding(
            .retryCodesChanged, facts: ["gone": gone, "came": came],
            [
                gone.isEmpty ? nil : "\(gone) is not tried again any more",
                came.isEmpty ? nil : "\(came) is tried again now",
            ]
            .compactMap(\.self).joined(separator: ", and "))
    }
}
