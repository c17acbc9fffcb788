import PostbackLanguage

extension DiagnosticRule {
    static let platformRemoved = DiagnosticRule(
        "platform_removed", .configuration, title: "A platform that is gone",
        explanation: """
            Apps for the platform that have the partner configured are refused.
            """,
        wrong: .file(
            "partner sample \"Sample\"\n" + header.replacing("platforms ios, android", with: "platforms ios") + "\n"
                + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static func platformRemoved(platform: String) -> Finding {
        Finding(
            .platformRemoved, facts: ["platform": platform], "the partner takes no postbacks for \(platform) any more")
    }
}
