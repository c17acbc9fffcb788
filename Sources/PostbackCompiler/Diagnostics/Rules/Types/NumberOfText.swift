import PostbackLanguage

extension DiagnosticRule {
    static let numberOfText = DiagnosticRule(
        "number_of_text", .types, .warning, title: "A text read as a number",
        explanation: """
            '| number' makes 12345 of "0012345". An id that is a text by its type stays one: partners compare it as it \
            was given to them.
            """,
        wrong: .json("id = user.id | number"), right: .json("id = user.id"))
}

extension Finding {
    static var numberOfText: Finding {
        Finding(
            .numberOfText, "this text loses its leading zeros as a number",
            "leave '| number' out, or take a macro that is a number")
    }
}
