import PostbackLanguage

extension DiagnosticRule {
    static let transformWithoutEffect = DiagnosticRule(
        "transform_without_effect", .types, .warning, title: "A transform that changes nothing",
        explanation: """
            What it does is undone by the next one, or was done already. Often two of them stand in the wrong order: \
            hashes are computed over the text as it is at that step.
            """,
        wrong: .query("ifa = device.idfa | sha256 | lowercase"), right: .query("ifa = device.idfa | lowercase | sha256")
    )
}

extension Finding {
    static func noEffect(transform: String, because: String) -> Finding {
        Finding(
            .transformWithoutEffect, facts: ["transform": transform, "because": because],
            "'\(transform)' has no effect: \(because)")
    }
}
