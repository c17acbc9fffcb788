import PostbackLanguage

extension DiagnosticRule {
    static let retryBoundsNarrowed = DiagnosticRule(
        "retry_bounds_narrowed", .delivery, title: "Narrower bounds of the retries",
        explanation: """
            Configurations with a number outside of them are refused. postback upgrade takes the nearest one.
            """,
        wrong: .delivery("retries 0...5"),
        right: .delivery("retries 0...10"))
}

extension Finding {
    static func retryBoundsNarrowed(old: ClosedRange<Int>, new: ClosedRange<Int>) -> Finding {
        Finding(
            .retryBoundsNarrowed,
            facts: ["old": "\(old.lowerBound)...\(old.upperBound)", "new": "\(new.lowerBound)...\(new.upperBound)"],
            "there are \(new.lowerBound) to \(new.upperBound) retries, and were \(old.lowerBound) to \(old.upperBound)")
    }
}
