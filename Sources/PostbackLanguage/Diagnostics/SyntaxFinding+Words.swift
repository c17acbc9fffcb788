import PostbackSupport

extension SyntaxFinding: DiagnosticFact {
    /// The one place where mistakes of form are put into words.
    public var words: DiagnosticWords {
        switch self {
        case .unexpectedCharacter(let character): .init(.unexpectedCharacter, "\(character) has no meaning here")
        case .semicolon:
            .init(
                .unexpectedCharacter, "';' has no meaning here",
                fix: .delete(.safe, title: "delete the semicolon"), "a line ends where it ends, or with a comma")
        case .singleQuotes:
            .init(.wrongQuotes, "a text stands between double quotes, not single ones")
        case .curlyQuotes:
            .init(.wrongQuotes, "a text stands between straight quotes, not typographic ones")
        case .foreignComment(let mark):
            .init(
                .foreignComment, "a comment starts with '//', not with '\(mark)'",
                fix: mark == "#" ? .replace("//", .safe) : nil)
        case .foreignOperator(let found, let instead): Self.foreignOperator(found, instead)
        case .mergeConflict:
            .init(
                .mergeConflict, "this is left from a merge that was not finished", "keep one side and delete the marks")
        case .invisibleCharacter(let character):
            .init(
                .invisibleCharacter, "the text holds the invisible character \(character)",
                fix: .delete(.safe, title: "delete the character"))
        case .unterminatedText: .init(.unterminatedText, "this text is not closed", label: "opened here")
        case .unterminatedBlock:
            .init(
                .unterminatedBlock, "this block of text is not closed", label: "opened here",
                "it ends with three quotes")
        case .blockOnOneLine:
            .init(
                .blockOnOneLine, "a block of text begins on the line below its three quotes",
                "a text on one line stands between one quote on each side: \"text\"")
        case .unterminatedHole:
            .init(
                .unterminatedHole, "this hole is not closed on its line", label: "opened here",
                "write \\{ for a brace that stands for itself")
        case .emptyHole:
            .init(.emptyHole, "this hole holds no value", "name a macro in it, or write \\{\\} for the two braces")
        case .unknownEscape(let escape):
            .init(
                .unknownEscape, "'\(escape)' is not an escape of this language",
                "there are \\n \\t \\r \\\\ \\\" \\{ \\} and \\u{…}")
        case .nestedTooDeeply: .init(.nestedTooDeeply, "this is nested more than \(Parser.maximumDepth) levels deep")
        case .tooManyDeclarations:
            .init(.tooManyDeclarations, "the file has more than \(Parser.maximumDeclarations) declarations")
        case .tooManyFindings(let left):
            .init(
                .tooManyFindings,
                "there \(left == 1 ? "is one more finding" : "are \(left >= 800 ? "more than 800" : String(left)) more findings") from here on",
                "they are shown when those above are mended")
        case .fileTooLarge(let size):
            .init(.fileTooLarge, "the file has \(size) bytes; at most \(SourceFile.maximumSize) are read")
        case .notUTF8: .init(.notUTF8, "the file is not UTF-8 text")
        case .badNumber(let number):
            .init(.badNumber, "'\(number)' is not a whole number from 0 to \(Parser.maximumInteger)")
        case .badDuration(let duration):
            .init(.badDuration, "'\(duration)' is not a duration such as 30s, 10m, 24h or 7d")
        case .reversedBounds(let bounds): .init(.reversedBounds, "the bounds '\(bounds)' do not rise")
        case .badDate(let date): .init(.badDate, "'\(date)' is not a date such as 2027-03-31")
        default: structure
        }
    }

    private var structure: DiagnosticWords {
        switch self {
        case .wrongMark(let wanted, let found):
            .init(.wrongMark, "'\(wanted)' stands here, not '\(found)'", fix: .replace(wanted, .safe))
        case .missingComma:
            .init(
                .missingComma, "a comma is missing in front of this",
                fix: .insertBefore(", ", .safe, title: "write a comma in front of it"))
        case .missingValue: .init(.missingValue, "the value behind '=' is missing")
        case .bracedValue(let name):
            .init(
                .bracedValue, "a value stands without braces: they make a hole in a text, or an object",
                fix: .replace(name, .safe))
        case .functionCall(let name):
            .init(.functionCall, "'\(name)' is not called like a function: it is written 'value | \(name)'")
        case .assignedBlock(let word):
            .init(
                .wrongMark, "'\(word)' is a block, and no '=' stands in front of its brace",
                fix: .delete(.safe, title: "delete the '='"))
        case .foreignWord(let word, let instead):
            .init(.foreignOperator, "'\(word)' is written '\(instead)' in this language", fix: .replace(instead, .safe))
        case .elseWithoutWhen: .init(.misplacedElse, "this 'else' follows no 'when'")
        case .unknownMethod(let word):
            .init(
                .unknownWord, "'\(word)' is not a method of a postback; there are GET, POST and PUT",
                fix: ["GET", "POST", "PUT"].contains(word.uppercased()) ? .replace(word.uppercased(), .safe) : nil)
        case .unclosedBracket(let mark, let found):
            .init(.unclosedBracket, "this '\(mark)' is not closed before \(found)", label: "opened here")
        case .unclosedBlock(let next):
            .init(.unclosedBlock, "this block is not closed before \(next)", label: "opened here")
        case .strayBrace:
            .init(
                .strayBrace, "this '}' closes nothing", fix: .delete(.needsLook, title: "delete the brace"),
                "is a brace above closed too early?")
        case .strayBraceInText:
            .init(
                .strayBrace, "this '}' closes no hole",
                fix: .insertBefore("\\", .needsLook, title: "write \\} for a brace that stands for itself"))
        case .strayLine(let key):
            .init(
                .strayLine, "'\(key) = …' stands in no block of the request",
                "lines go into query, matrix, headers, form or json; is a brace above closed too early?")
        case .unknownWord(let word, let what, let known):
            Self.unknownWord(word, what, known)
        case .assignmentInCondition:
            .init(.assignmentInCondition, "a condition compares with '==', not with '='", fix: .replace("==", .safe))
        case .repeatedLine(let line): .init(.repeatedLine, "there is \(line) already")
        case .elseNotLast: .init(.misplacedElse, "'else' is the last line of its block, and there is one")
        case .holeInPlainText:
            .init(
                .holeInPlainText, "this text takes no hole: it is written out, not computed",
                "write \\{ for a brace that stands for itself")
        case .expected(let what, let found): .init(.unexpectedToken, "expected \(what), found \(found)")
        default: .init(.unexpectedToken, "this has no meaning here")
        }
    }

    private static func foreignOperator(_ found: String, _ instead: String?) -> DiagnosticWords {
        let message =
            instead.map { "'\(found)' is written '\($0)' in this language" }
            ?? "this language has no operator '\(found)'"
        let note: String? =
            switch found {
            case "+": "values are joined in a text: \"{app.name}-{app.version}\""
            case "<", ">", "<=", ">=": "conditions compare with '==', '!=' and 'in [a, b]'"
            case "?": "a missing value is replaced with '??', a choice is written when { condition -> value }"
            default: nil
            }
        return .init(.foreignOperator, message, fix: instead.map { .replace($0, .safe) }, note)
    }

    private static func unknownWord(_ word: String, _ what: String, _ known: [String]) -> DiagnosticWords {
        let suggestion = Suggestion.nearest(to: word, among: known)
        let isShown = suggestion == nil && known.count <= 24
        return .init(
            .unknownWord, "'\(word)' is not \(what)", did: suggestion, fix: suggestion.map { .replace($0, .safe) },
            isShown ? "known here: " + known.joined(separator: ", ") : nil)
    }
}
