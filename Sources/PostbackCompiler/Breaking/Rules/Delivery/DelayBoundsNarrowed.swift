import PostbackLanguage

extension DiagnosticRule {
    static let delayBoundsNarrowed = DiagnosticRule(
        "delay_bounds_narrowed", .delivery, title: "Narrower bounds of the delivery delay",
        explanation: """
            Configurations with a delay outside of them are refused. postback upgrade takes the nearest one.
            """,
        wrong: .delivery("delay realtime...1m"),
        right: .delivery("delay realtime...10m"))
}

extension Finding {
    static func delayBoundsNarrowed(old: ClosedRange<Int>, new: ClosedRange<Int>) -> Finding {
        Finding(
            .delayBoundsNarrowed,
            facts: ["old": "\(old.lowerBound)...\(old.upperBound)", "new": "\(new.lowerBound)...\(new.upperBound)"],
            "the delivery delay is \(new.lowerBound) s to \(new.upperBound) s, and was \(old.lowerBound) s to \(old.upperBound) s"
        )
    }
}
