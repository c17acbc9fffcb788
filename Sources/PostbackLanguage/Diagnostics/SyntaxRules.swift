extension DiagnosticRule {
    /// The rules about the form of a file, in the order of the handbook.
    public static let syntax: [DiagnosticRule] = characters + structure + limits

    private static let characters: [DiagnosticRule] = [
        .unexpectedCharacter, .wrongQuotes, .foreignComment, .foreignOperator, .mergeConflict, .invisibleCharacter,
        .unterminatedText, .unterminatedBlock, .blockOnOneLine, .unterminatedHole, .emptyHole, .unknownEscape,
        .badNumber, .badDuration,
        .reversedBounds, .badDate,
    ]

    private static let structure: [DiagnosticRule] = [
        .unexpectedToken, .wrongMark, .missingComma, .unclosedBracket, .unclosedBlock, .strayBrace, .strayLine,
        .missingValue, .bracedValue, .functionCall, .unknownWord, .assignmentInCondition, .repeatedLine, .misplacedElse,
        .holeInPlainText,
    ]

    private static let limits: [DiagnosticRule] = [
        .nestedTooDeeply, .tooManyDeclarations, .tooManyFindings, .fileTooLarge, .notUTF8,
    ]

    static let unexpectedCharacter = DiagnosticRule(
        "unexpected_character", .syntax, title: "A character without meaning",
        explanation: """
            The language is written in letters, digits, quotes and a few marks. Anything else has to stand inside a
            quoted text or a comment.
            """,
        wrong: .query("ip = device.ip;"), right: .query("ip = device.ip"))

    static let wrongQuotes = DiagnosticRule(
        "wrong_quotes", .syntax, title: "A text in the wrong quotes",
        explanation: "A text stands between straight double quotes. Word processors and other languages use others.",
        wrong: .query("os = 'ios'"), right: .query("os = \"ios\""))

    static let foreignComment = DiagnosticRule(
        "foreign_comment", .syntax, title: "A comment of another language",
        explanation: "A comment starts with // and ends with its line; /// documents the declaration below it.",
        wrong: .query("# The address.\nip = device.ip"), right: .query("// The address.\nip = device.ip"))

    static let foreignOperator = DiagnosticRule(
        "foreign_operator", .syntax, title: "An operator of another language",
        explanation: """
            Conditions are joined with and, or and not, compare with == and !=, and ask with in, is present and is
            absent. Nothing is computed with + or compared with <: a partner file says what is sent, it does not
            calculate.
            """,
        wrong: .query("when device.os == \"ios\" && device.idfa is present {\n    ifa = device.idfa\n}"),
        right: .query("when device.os == \"ios\" and device.idfa is present {\n    ifa = device.idfa\n}"))

    /// Both sides of a merge stand in the file, so that nothing is said about its meaning.
    public static let mergeConflict = DiagnosticRule(
        "merge_conflict", .syntax, title: "A merge that was not finished",
        explanation: "Version control left both sides of a change in the file, with marks between them. Keep one side.",
        wrong: .declarations("<<<<<<< ours\nlet id = device.idfa\n=======\nlet id = device.gaid\n>>>>>>> theirs"),
        right: .query("id = id", with: "let id = device.idfa"))

    static let invisibleCharacter = DiagnosticRule(
        "invisible_character", .syntax, title: "A character that nobody can see",
        explanation: """
            Zero-width and other invisible characters get into a file by copying from a web page, and would be sent to
            the partner. Delete it, or write it as an escape if it is meant.
            """,
        wrong: .query("source = \"x\u{200B}\""), right: .query("source = \"x\""))

    static let unterminatedText = DiagnosticRule(
        "unterminated_text", .syntax, title: "A text that is not closed",
        explanation: "A quoted text ends on its own line. A longer one stands between three quotes.",
        wrong: .query("source = \"mmp"), right: .query("source = \"mmp\""))

    static let unterminatedBlock = DiagnosticRule(
        "unterminated_block", .syntax, title: "A block of text that is not closed",
        explanation: "A text over several lines starts and ends with three quotes.",
        wrong: .declarations("let text = \"\"\"\n    one\n    two"),
        right: .query("text = text", with: "let text = \"\"\"\n    one\n    two\n    \"\"\""))

    static let blockOnOneLine = DiagnosticRule(
        "block_on_one_line", .syntax, title: "Text on the line of its three quotes",
        explanation:
            "Three quotes end their line; the text stands on the lines below. A text of one line has one quote.",
        wrong: .query("text = \"\"\"one\"\"\""), right: .query("text = \"one\""))

    static let unterminatedHole = DiagnosticRule(
        "unterminated_hole", .syntax, title: "A hole that is not closed",
        explanation: """
            A hole in a text ends with a closing brace on the same line. A brace that stands for itself is written with
            a backslash in front.
            """,
        wrong: .query("name = \"app-{app.name\""), right: .query("name = \"app-{app.name}\""))

    static let emptyHole = DiagnosticRule(
        "empty_hole", .syntax, title: "A hole without a value",
        explanation: "A hole holds the value that is put into the text. Braces that stand for themselves are escaped.",
        wrong: .query("name = \"app-{}\""), right: .query("name = \"app-{app.name}\""))

    static let unknownEscape = DiagnosticRule(
        "unknown_escape", .syntax, title: "An unknown escape in a text",
        explanation:
            "Behind a backslash stand n, t, r, a quote, a backslash, a brace, or u with a code point in braces.",
        wrong: .query("share = \"50\\%\""), right: .query("share = \"50%\""))

    static let badNumber = DiagnosticRule(
        "bad_number", .syntax, title: "A number that cannot be used here",
        explanation: "Revisions, bounds and limits are whole numbers from 0 to 1,000,000,000.",
        wrong: .declarations("delivery {\n    rate 99999999999 per second\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    rate 200 per second\n}"))

    static let badDuration = DiagnosticRule(
        "bad_duration", .syntax, title: "A duration without a known unit",
        explanation: "Durations are whole numbers with s, m, h or d behind them: 30s, 10m, 24h, 7d.",
        wrong: .declarations("delivery {\n    timeout 10\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    timeout 10s\n}"))

    static let reversedBounds = DiagnosticRule(
        "reversed_bounds", .syntax, title: "Bounds that do not rise",
        explanation: "The lower bound stands first.",
        wrong: .declarations("delivery {\n    retries 10...0\n}"),
        right: .query("ip = device.ip", with: "delivery {\n    retries 0...10\n}"))

    static let badDate = DiagnosticRule(
        "bad_date", .syntax, title: "A date that cannot be read",
        explanation: "A date is written as year, month and day: 2027-03-31.",
        wrong: .postback(
            "GET api \"/install\"\nquery {\n    allow amount_without_currency \"Agreed.\" until March\n    value = revenue.amount\n}"
        ),
        right: .postback(
            "GET api \"/install\"\nquery {\n    value = revenue.amount\n    currency = revenue.currency\n}"))

    static let unexpectedToken = DiagnosticRule(
        "unexpected_token", .syntax, title: "Something else was expected here",
        explanation: """
            The file does not follow the grammar at this place. The message names what could stand here and what was
            found. Reading goes on at the next line, so other mistakes are still reported.
            """,
        wrong: .query("click click.id"), right: .query("click = click.id"))

    static let wrongMark = DiagnosticRule(
        "wrong_mark", .syntax, title: "The wrong mark between two parts",
        explanation: """
            A line of a block is key = value; a row of a map or a branch is key -> value. Other languages write a colon
            or =>.
            """,
        wrong: .query("ip: device.ip"), right: .query("ip = device.ip"))

    static let missingComma = DiagnosticRule(
        "missing_comma", .syntax, title: "A comma is missing",
        explanation: "Values of a list, arguments of a transform and the words of a choice have commas between them.",
        wrong: .query("ids = [device.idfa device.gaid] | join(\",\")"),
        right: .query("ids = [device.idfa, device.gaid] | join(\",\")"))

    static let unclosedBracket = DiagnosticRule(
        "unclosed_bracket", .syntax, title: "A bracket that is not closed",
        explanation: "The message points at the bracket that was opened; its partner is missing.",
        wrong: .query("model = device.model | truncate(40"), right: .query("model = device.model | truncate(40)"))

    static let unclosedBlock = DiagnosticRule(
        "unclosed_block", .syntax, title: "A block that is not closed",
        explanation: """
            The file ends, or its next declaration begins, before the block is closed. The message points at the brace
            that was opened.
            """,
        wrong: .declarations("postback install {\n    GET api \"/install\"\n    query {\n        ip = device.ip\n}"),
        right: .declarations(
            "postback install {\n    GET api \"/install\"\n    query {\n        ip = device.ip\n    }\n}"))

    static let strayBrace = DiagnosticRule(
        "stray_brace", .syntax, title: "A brace that closes nothing",
        explanation: "There is one closing brace more than opening ones; often a block above is closed too early.",
        wrong: .declarations("postback install {\n    GET api \"/install\"\n}\n}"),
        right: .declarations("postback install {\n    GET api \"/install\"\n}"))

    static let strayLine = DiagnosticRule(
        "stray_line", .syntax, title: "A line outside the blocks of the request",
        explanation: "What is sent stands in query, matrix, headers, form or json. A let names a value.",
        wrong: .postback("GET api \"/install\"\nip = device.ip"),
        right: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n}"))

    static let unknownWord = DiagnosticRule(
        "unknown_word", .syntax, title: "A word that means nothing here",
        explanation:
            "Declarations, modifiers and settings are closed lists of words. The message offers the nearest one.",
        wrong: .declarations("contct \"integrations@partner.test\""),
        right: .query("ip = device.ip", with: "contact \"integrations@partner.test\""))

    static let assignmentInCondition = DiagnosticRule(
        "assignment_in_condition", .syntax, title: "A single equals sign in a condition",
        explanation: "One equals sign sets the value of a line; two compare.",
        wrong: .query("when device.os = \"ios\" {\n    ifa = device.idfa\n}"),
        right: .query("when device.os == \"ios\" {\n    ifa = device.idfa\n}"))

    static let repeatedLine = DiagnosticRule(
        "repeated_line", .syntax, title: "A line that may stand only once",
        explanation: "A postback has one request line; an example has one postback and one expectation.",
        wrong: .postback("GET api \"/install\"\nGET api \"/open\""), right: .postback("GET api \"/install\""))

    static let missingValue = DiagnosticRule(
        "missing_value", .syntax, title: "A line without a value",
        explanation:
            "Behind the equals sign stands what is sent. A key with an empty value is written keep key = value.",
        wrong: .query("click =\nip = device.ip"), right: .query("click = click.id\nip = device.ip"))

    static let bracedValue = DiagnosticRule(
        "braced_value", .syntax, title: "A value in braces",
        explanation: "Braces make a hole in a text. A value that stands alone has none.",
        wrong: .query("ifa = {device.idfa}"), right: .query("ifa = device.idfa"))

    static let functionCall = DiagnosticRule(
        "function_call", .syntax, title: "A transform called like a function",
        explanation: "Values go through transforms from left to right: value | transform | transform(argument).",
        wrong: .query("ifa = sha256(lowercase(device.idfa))"), right: .query("ifa = device.idfa | lowercase | sha256"))

    static let misplacedElse = DiagnosticRule(
        "misplaced_else", .syntax, title: "An else where none can stand",
        explanation: "else is the last line of a map or a when value, or follows the block of a when.",
        wrong: .declarations("map kinds {\n    else -> skip\n    purchase -> \"1\"\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))

    static let holeInPlainText = DiagnosticRule(
        "hole_in_plain_text", .syntax, title: "A hole where text is written out",
        explanation: "Names, labels, keys and expected requests are written out; only values have holes.",
        wrong: .query("\"p_{app.id}\" = device.ip"), right: .query("p = device.ip"))

    static let nestedTooDeeply = DiagnosticRule(
        "nested_too_deeply", .limits, title: "Nested too deeply",
        explanation: "Blocks, brackets and holes may be nested 64 levels deep. No partner needs more than a dozen.",
        wrong: .query("ip = \(String(repeating: "(", count: 70))device.ip\(String(repeating: ")", count: 70))"),
        right: .query("ip = device.ip"))

    static let tooManyDeclarations = DiagnosticRule(
        "too_many_declarations", .limits, title: "Too many declarations",
        explanation: "A file has at most 2,000 declarations. One file is one partner; no partner has a tenth of that.",
        wrong: .words("2,001 declarations in one file"), right: .words("the same in the files of several partners"))

    static let tooManyFindings = DiagnosticRule(
        "too_many_findings", .limits, title: "More findings than are shown",
        explanation:
            "For one file the first 200 findings are shown. Usually the first ones are the cause of the others.",
        wrong: .words("a file with 1,000 mistakes"), right: .words("the file after the first ones are mended"))

    static let fileTooLarge = DiagnosticRule(
        "file_too_large", .limits, title: "The file is too large",
        explanation: "A partner or schema file may have one mebibyte. Split it, or remove what was pasted by mistake.",
        wrong: .words("a file of two mebibytes"), right: .words("a file of twenty kibibytes"))

    static let notUTF8 = DiagnosticRule(
        "not_utf8", .limits, title: "The file is not UTF-8",
        explanation: "Partner and schema files are UTF-8 text. Save the file in that encoding.",
        wrong: .words("a file in Latin-1"), right: .words("the same file in UTF-8"))
}
