import PostbackLanguage

extension DiagnosticRule {
    static let partnerRenamed = DiagnosticRule(
        "partner_renamed", .configuration, title: "A partner with another id",
        explanation: """
            Configurations name the old id and are refused. postback upgrade renames it.
            """,
        wrong: .file("partner sample_ads \"Sample\"\n" + header + "\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static func partnerRenamed(old: String, new: String) -> Finding {
        Finding(.partnerRenamed, facts: ["old": old, "new": new], "the partner '\(old)' is called '\(new)' now")
    }
}
