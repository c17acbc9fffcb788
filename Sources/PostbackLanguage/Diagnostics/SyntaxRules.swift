import PostbackSupport

extension DiagnosticRule {
    /// The rules about the form of a file, in the order of the handbook.
    public static let syntax: [DiagnosticRule] = [
        .unexpectedToken, .unexpectedCharacter, .unterminatedText, .unknownEscape, .invisibleCharacter, .unknownWord,
        .nestedTooDeeply, .fileTooLarge, .notUTF8, .numberTooLarge, .unknownUnit,
    ]

    static let unexpectedToken = DiagnosticRule(
        "unexpected_token", title: "Something else was expected here",
        explanation: """
            The file does not follow the grammar at this place. The message names what could stand here and what was
            found. Reading goes on at the next line, so other mistakes are still reported.
            """,
        wrong: "query { click click.id }", right: "query { click = click.id }")

    static let unexpectedCharacter = DiagnosticRule(
        "unexpected_character", title: "A character without meaning",
        explanation: """
            The language is written in letters, digits, quotes and a few marks. Anything else has to stand inside a
            quoted text or a comment.
            """,
        wrong: "query { a = device.ip; }", right: "query { a = device.ip }")

    static let unterminatedText = DiagnosticRule(
        "unterminated_text", title: "A text or hole that is not closed",
        explanation: """
            A quoted text ends on its own line; a hole in it ends with a closing brace. A brace that stands for itself
            is written with a backslash in front.
            """,
        wrong: "query { a = \"USD{revenue.amount\" }", right: "query { a = \"USD{revenue.amount}\" }")

    static let unknownEscape = DiagnosticRule(
        "unknown_escape", title: "An unknown escape in a text",
        explanation: """
            Behind a backslash stand n, t, r, a quote, a backslash, a brace, or u with a code point in braces.
            """,
        wrong: "query { a = \"50\\%\" }", right: "query { a = \"50%\" }")

    static let invisibleCharacter = DiagnosticRule(
        "invisible_character", title: "A character that nobody can see",
        explanation: """
            Zero-width and other invisible characters get into a file by copying from a web page, and would be sent to
            the partner. Delete it, or write it as an escape if it is meant.
            """,
        wrong: "query { a = \"x\u{200B}\" }", right: "query { a = \"x\" }")

    static let unknownWord = DiagnosticRule(
        "unknown_word", title: "A word that means nothing here",
        explanation: """
            Declarations, modifiers and settings are closed lists of words. The message offers the nearest one.
            """,
        wrong: "revison 3", right: "revision 3")

    static let nestedTooDeeply = DiagnosticRule(
        "nested_too_deeply", title: "Nested too deeply",
        explanation: "Blocks, brackets and holes may be nested 64 levels deep. No partner needs more than a dozen.",
        wrong: "query { a = ((((device.ip)))) }", right: "query { a = device.ip }")

    static let fileTooLarge = DiagnosticRule(
        "file_too_large", title: "The file is too large",
        explanation: "A partner or schema file may have one mebibyte. Split it, or remove what was pasted by mistake.",
        wrong: "revision 1", right: "revision 1")

    static let notUTF8 = DiagnosticRule(
        "not_utf8", title: "The file is not UTF-8",
        explanation: "Partner and schema files are UTF-8 text. Save the file in that encoding.",
        wrong: "revision 1", right: "revision 1")

    static let numberTooLarge = DiagnosticRule(
        "number_too_large", title: "A number that cannot be used here",
        explanation: "Revisions, bounds and limits are whole numbers from 0 to 1,000,000,000.",
        wrong: "revision 99999999999", right: "revision 3")

    static let unknownUnit = DiagnosticRule(
        "unknown_unit", title: "A duration without a known unit",
        explanation: "Durations are whole numbers with s, m, h or d behind them: 30s, 10m, 24h, 7d.",
        wrong: "delivery { timeout 10 }", right: "delivery { timeout 10s }")
}

extension Diagnostic {
    static func expected(_ source: SourceFile, _ range: SourceRange, _ what: String, found: String) -> Diagnostic {
        Diagnostic(.unexpectedToken, file: source.path, range: range, message: "expected \(what), found \(found)")
    }

    static func unclosedBlock(_ source: SourceFile, _ brace: SourceRange, before next: String) -> Diagnostic {
        Diagnostic(
            .unexpectedToken, file: source.path, range: brace, message: "this block is not closed before \(next)",
            label: "opened here")
    }

    static func strayLine(_ source: SourceFile, _ key: Name) -> Diagnostic {
        Diagnostic(
            .unexpectedToken, file: source.path, range: key.range,
            message: "'\(key.text) = …' stands in no block of the request",
            notes: ["lines go into query, matrix, headers, form or json; is a brace above closed too early?"])
    }

    static func unexpectedCharacter(_ source: SourceFile, _ range: SourceRange, _ name: String) -> Diagnostic {
        Diagnostic(.unexpectedCharacter, file: source.path, range: range, message: "\(name) has no meaning here")
    }

    static func unterminatedText(_ source: SourceFile, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .unterminatedText, file: source.path, range: range, message: "this text is not closed", label: "opened here"
        )
    }

    static func unterminatedHole(_ source: SourceFile, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .unterminatedText, file: source.path, range: range, message: "this hole is not closed on its line",
            label: "opened here", notes: ["write \\{ for a brace that stands for itself"])
    }

    static func unknownEscape(_ source: SourceFile, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .unknownEscape, file: source.path, range: range,
            message: "'\(source.text(in: range))' is not an escape of this language")
    }

    static func invisibleCharacter(_ source: SourceFile, _ range: SourceRange, _ name: String) -> Diagnostic {
        Diagnostic(
            .invisibleCharacter, file: source.path, range: range,
            message: "the text holds the invisible character \(name)",
            edit: SuggestedEdit(range: range, replacement: "", isSafe: true))
    }

    static func unknownWord(
        _ source: SourceFile, _ name: Name, what: String, known: some Sequence<String>
    ) -> Diagnostic {
        let candidates = Array(known)
        let suggestion = Suggestion.nearest(to: name.text, among: candidates)
        let notes =
            suggestion == nil && candidates.count <= 24 ? ["known here: " + candidates.joined(separator: ", ")] : []
        return Diagnostic(
            .unknownWord, file: source.path, range: name.range, message: "'\(name.text)' is not \(what)", notes: notes,
            suggestion: suggestion,
            edit: suggestion.map { SuggestedEdit(range: name.range, replacement: $0, isSafe: true) })
    }

    static func nestedTooDeeply(_ source: SourceFile, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .nestedTooDeeply, file: source.path, range: range,
            message: "this is nested more than \(Parser.maximumDepth) levels deep")
    }

    static func numberTooLarge(_ source: SourceFile, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .numberTooLarge, file: source.path, range: range,
            message: "'\(source.text(in: range))' is not a whole number from 0 to 1000000000")
    }

    static func unknownUnit(_ source: SourceFile, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .unknownUnit, file: source.path, range: range,
            message: "'\(source.text(in: range))' is not a duration such as 30s, 10m, 24h or 7d")
    }

    /// The file is larger than `SourceFile.maximumSize`.
    public static func fileTooLarge(path: String, size: Int) -> Diagnostic {
        Diagnostic(
            .fileTooLarge, file: path, range: SourceRange(0, 0),
            message: "the file has \(size) bytes; at most \(SourceFile.maximumSize) are read")
    }

    /// The file's bytes are not UTF-8.
    public static func notUTF8(path: String) -> Diagnostic {
        Diagnostic(.notUTF8, file: path, range: SourceRange(0, 0), message: "the file is not UTF-8 text")
    }
}
