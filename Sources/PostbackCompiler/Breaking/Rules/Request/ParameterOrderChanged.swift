import PostbackLanguage

extension DiagnosticRule {
    static let parameterOrderChanged = DiagnosticRule(
        "parameter_order_changed", .request, .warning, title: "Another order",
        explanation: """
            In a path the order says which is which, and a signature over the request is another one.
            """,
        wrong: .postback(
            """
            GET api "/install"
            matrix {
                model = device.model
                os = device.os
            }
            """),
        right: .postback(
            """
            GET api "/install"
            matrix {
                os = device.os
                model = device.model
            }
            """))
}

extension Finding {
    static func parameterOrderChanged(block: String, old: [String], new: [String]) -> Finding {
        Finding(
            .parameterOrderChanged, facts: ["old": old, "new": new],
            "the order in \(block) is \(new.joined(separator: ", ")) instead of \(old.joined(separator: ", "))")
    }
}
