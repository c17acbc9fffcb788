import PostbackLanguage

extension DiagnosticRule {
    static let badDelivery = DiagnosticRule(
        "bad_delivery", .settings, title: "A limit of delivery that cannot be",
        explanation: """
            Delays go from realtime to 10m, retries from 0 to 10, timeouts from 1s to 60s, status codes from 100 to \
            599; a default lies inside its bounds.
            """,
        wrong: .query("ip = device.ip", with: "delivery {\n    delay realtime...20m\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    delay realtime...10m\n}"))
}

extension Finding {
    static func badDelivery(what: String, wanted: String) -> Finding {
        Finding(
            .badDelivery, facts: ["what": what, "wanted": wanted], "\(what) must be \(wanted)")
    }
}
