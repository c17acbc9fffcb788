import PostbackLanguage

extension DiagnosticRule {
    static let doubleSlash = DiagnosticRule(
        "double_slash", .request, .warning, title: "An empty segment in a path",
        explanation: "Two slashes in a row make an empty segment, which most servers take for another path.",
        wrong: .postback("GET api \"/v1//install\""), right: .postback("GET api \"/v1/install\""))
}

extension Finding {
    static var doubleSlash: Finding {
        Finding(
            .doubleSlash, "the path holds '//', an empty segment", "most servers take it for another path")
    }
}
