import PostbackLanguage

extension DiagnosticRule {
    static let pathWithoutSlash = DiagnosticRule(
        "path_without_slash", .request, title: "A path that does not start with a slash",
        explanation: "Without it the path would become a part of the host.",
        wrong: .postback("GET api \"install\""), right: .postback("GET api \"/install\""))
}

extension Finding {
    static var pathWithoutSlash: Finding {
        Finding(
            .pathWithoutSlash, "a path starts with a slash",
            fix: .insertBefore("/", .safe, title: "write a slash in front of it"))
    }
}
