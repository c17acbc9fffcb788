import PostbackLanguage

extension DiagnosticRule {
    static let neverAvailable = DiagnosticRule(
        "never_available", .postbacks, title: "A macro that never exists here",
        explanation: "The macro belongs to a platform that this postback is not for.",
        wrong: .declarations(
            "postback install on ios {\n    GET api \"/i\"\n    query {\n        ifa = device.gaid\n    }\n}"),
        right: .declarations(
            "postback install on ios {\n    GET api \"/i\"\n    query {\n        ifa = device.idfa\n    }\n}"))
}

extension Finding {
    static func neverAvailable(macro: String, platforms: String) -> Finding {
        Finding(
            .neverAvailable, facts: ["macro": macro, "platforms": platforms], "'\(macro)' never exists on \(platforms)")
    }
}
