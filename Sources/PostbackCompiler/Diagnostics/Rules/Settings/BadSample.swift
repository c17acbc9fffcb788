import PostbackLanguage

extension DiagnosticRule {
    static let badSample = DiagnosticRule(
        "bad_sample", .settings, title: "A value of the wrong form",
        explanation: """
            Samples, defaults and the values of examples are values of the declared type, so that previews show what \
            will really be sent.
            """,
        wrong: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"twelve\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))
}

extension Finding {
    static func badSample(what: String, wanted: String) -> Finding {
        Finding(
            .badSample, facts: ["what": what, "wanted": wanted], "\(what) must be \(wanted)")
    }
}
