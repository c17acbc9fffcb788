import PostbackLanguage

extension DiagnosticRule {
    static let transformArgument = DiagnosticRule(
        "transform_argument", .types, title: "Wrong arguments of a transform",
        explanation: "The handbook shows each transform's arguments: 'postback transforms'.",
        wrong: .query("model = device.model | truncate"), right: .query("model = device.model | truncate(40)"))
}

extension Finding {
    static func argumentCount(transform: String, wanted: String, given: Int) -> Finding {
        Finding(
            .transformArgument, facts: ["transform": transform, "wanted": wanted, "given": given],
            "'\(transform)' takes \(wanted), not \(given)")
    }

    static func argumentType(transform: String, parameter: String, wanted: String) -> Finding {
        Finding(
            .transformArgument, facts: ["transform": transform, "parameter": parameter, "wanted": wanted],
            "the argument '\(parameter)' of '\(transform)' must be \(wanted)")
    }
}
