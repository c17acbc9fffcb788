package import PostbackLanguage

extension DiagnosticRule {
    static let classRemoved = DiagnosticRule(
        "class_removed", .disclosure, title: "A macro that is no longer classified",
        explanation: """
            Nothing withholds it any more, and no rule about personal data looks at it.
            """,
        wrong: .words("macro user.id : text"),
        right: .words("macro user.id : text class identifier"))
}

extension Finding {
    package static func classRemoved(macro: String, classes: [String]) -> Finding {
        Finding(
            .classRemoved, facts: ["macro": macro, "classes": classes],
            "\(macro) is not classified as \(classes.joined(separator: ", ")) any more")
    }
}
