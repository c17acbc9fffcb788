import PostbackLanguage

extension DiagnosticRule {
    /// A file that sends to an endpoint.
    static func endpoint(_ url: String) -> RuleExample {
        .postback("GET s2s \"/install\"", with: "endpoint s2s \(url)")
    }
}
