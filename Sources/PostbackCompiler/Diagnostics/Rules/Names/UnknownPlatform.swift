import PostbackLanguage

extension DiagnosticRule {
    static let unknownPlatform = DiagnosticRule(
        "unknown_platform", .names, title: "No such platform",
        explanation: "Apps run on ios or android. A postback can only be for a platform of its partner.",
        wrong: .declarations("postback install on iphone {\n    GET api \"/install\"\n}"),
        right: .declarations("postback install on ios {\n    GET api \"/install\"\n}"))
}

extension Finding {
    static func unknownPlatform(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownPlatform, facts: ["name": name, "suggestion": near],
            "'\(name)' is not a platform; there are ios and android", did: near)
    }

    static func notOnPlatform(name: String, platforms: [String]) -> Finding {
        Finding(
            .unknownPlatform, facts: ["name": name, "platforms": platforms],
            "the partner has no apps on \(name): its platforms are \(platforms.joined(separator: ", "))")
    }
}
