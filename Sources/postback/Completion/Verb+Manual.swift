import PostbackSupport

extension Verb {
    static let manual = Verb(
        name: "manual", summary: "Prints the manual page of this command, for 'man'.", usage: "", options: [],
        example: "postback manual > /usr/local/share/man/man1/postback.1", family: tools
    ) { arguments in
        if let operand = arguments.operands.first { throw UsageError("'\(operand)' is no argument of manual") }
        Terminal.print(ManualPage.text(PostbackCommand.verbs))
        return .success
    }
}

/// The manual page, made from the verbs.
///
/// Source: groff_man(7).
enum ManualPage {
    static func text(_ verbs: [Verb]) -> String {
        var lines = [
            ".TH POSTBACK 1 \"\" \"postback \(ProductVersion.text)\"",
            ".SH NAME", "postback \\- certified partner integrations for postbacks",
            ".SH SYNOPSIS", ".B postback", ".I VERB", "[\\fIARGUMENT\\fR \\&.\\|.\\|.]",
            ".SH DESCRIPTION",
            escaped("Checks, tests, compiles, renders and delivers the postbacks of certified partner integrations."),
            escaped("'postback VERB --help' shows what is said here of one verb."),
            ".SH VERBS",
        ]
        for verb in verbs {
            lines += [
                ".SS \"\(escaped("\(verb.name) \(verb.usage)").replacing("\"", with: "\\(dq"))\"",
                escaped(verb.summary),
            ]
            for option in verb.options {
                let value = option.value.map { " \\fI\(escaped($0))\\fR" } ?? ""
                lines += [".TP", "\\fB\(escaped(option.name))\\fR\(value)", escaped(option.help)]
            }
            lines += [".PP", "For example:", ".PP", ".RS", ".nf", escaped(verb.example), ".fi", ".RE"]
        }
        lines += [
            ".SH EXIT STATUS", ".TP", ".B 0", "all is well", ".TP", ".B 1", "findings were printed", ".TP", ".B 2",
            "the call was wrong", ".TP", ".B 3", "the tool itself failed",
            ".SH FILES", ".TP", ".I Integrations/*.postback", "partner files", ".TP", ".I Schemas/*.schema",
            "macros and standard events", ".TP", ".I Schemas/contracts/*.contract",
            "what partners document of the requests that they take",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text in which nothing is a request or an escape of the formatter.
    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
            .replacing("…", with: "\\&.\\|.\\|.")
        return plain.hasPrefix(".") ? "\\&" + plain : plain
    }
}
