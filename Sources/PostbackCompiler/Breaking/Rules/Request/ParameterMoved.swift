import PostbackLanguage

extension DiagnosticRule {
    static let parameterMoved = DiagnosticRule(
        "parameter_moved", .request, .warning, title: "A value that stands elsewhere",
        explanation: """
            The partner looks for it where it was.
            """,
        wrong: .postback(
            """
            POST api "/install"
            form {
                os = device.os
                model = device.model
            }
            """),
        right: .postback(
            """
            POST api "/install"
            query { os = device.os }
            form { model = device.model }
            """))
}

extension Finding {
    static func parameterMoved(old: String, new: String) -> Finding {
        Finding(.parameterMoved, facts: ["old": old, "new": new], "\(old) is \(new) now")
    }
}
