import PostbackLanguage

extension DiagnosticRule {
    static let errorAllowed = DiagnosticRule(
        "error_allowed", .use, title: "An error that is to be allowed",
        explanation: "Only warnings can be allowed. From an error nothing can be compiled.",
        wrong: .query("allow unknown_macro \"It comes soon.\" until 2099-12-31\nifa = device.idfa"),
        right: .query("ifa = device.idfa"))
}

extension Finding {
    static func errorAllowed(code: String) -> Finding {
        Finding(
            .errorAllowed, facts: ["code": code], "'\(code)' is an error and cannot be allowed", "only warnings can")
    }
}
