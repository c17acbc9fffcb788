import PostbackLanguage

extension DiagnosticRule {
    static let pathChanged = DiagnosticRule(
        "path_changed", .request, .warning, title: "Another path",
        explanation: """
            The partner has to take the request at the new address.
            """,
        wrong: .postback("GET api \"/v2/install\""),
        right: .postback("GET api \"/install\""))
}

extension Finding {
    static func pathChanged(old: String, new: String) -> Finding {
        Finding(.pathChanged, facts: ["old": old, "new": new], "the path is \(new) instead of \(old)")
    }
}
