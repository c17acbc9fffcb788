import PostbackLanguage

extension DiagnosticRule {
    static let pathMayBeAbsent = DiagnosticRule(
        "path_may_be_absent", .request, .warning, title: "A part of the path that may be absent",
        explanation: """
            A path with a missing part is never sent: the postback is skipped. Say that this is meant, by asking for \
            the value in front of the request line, or give it a fallback.
            """,
        wrong: .postback("GET api \"/devices/{device.idfa}\""),
        right: .postback("require any of device.idfa\nGET api \"/devices/{device.idfa}\""))
}

extension Finding {
    static func pathMayBeAbsent(names: [String]) -> Finding {
        Finding(
            .pathMayBeAbsent, facts: ["names": names],
            "this part of the path may be absent\(names.isEmpty ? "" : ": \(names.joined(separator: ", "))")",
            "the postback is then not sent; say so with 'require any of' or 'send when … is present'")
    }
}
