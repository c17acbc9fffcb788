/// What the reader found out about the form of a file: facts, without words.
public enum SyntaxFinding: Sendable {
    // Characters
    case unexpectedCharacter(character: String)
    case semicolon
    case singleQuotes
    case curlyQuotes
    case foreignComment(mark: String)
    case foreignOperator(operator: String, instead: String?)
    case mergeConflict
    case invisibleCharacter(character: String)
    // Text
    case unterminatedText
    case unterminatedBlock
    case blockOnOneLine
    case unterminatedHole
    case emptyHole
    case unknownEscape(escape: String)
    // Structure
    case expected(what: String, found: String)
    case wrongMark(wanted: String, found: String)
    case missingComma
    case missingValue
    case bracedValue(name: String)
    case functionCall(name: String)
    case assignedBlock(word: String)
    case foreignWord(word: String, instead: String)
    case elseWithoutWhen
    case unknownMethod(word: String)
    case unclosedBracket(mark: String, found: String)
    case unclosedBlock(before: String)
    case strayBrace
    case strayBraceInText
    case strayLine(key: String)
    case unknownWord(word: String, what: String, known: [String])
    case assignmentInCondition
    case repeatedLine(line: String)
    case elseNotLast
    case holeInPlainText
    // Numbers
    case badNumber(number: String)
    case badDuration(duration: String)
    case reversedBounds(bounds: String)
    case badDate(date: String)
    // Limits
    case nestedTooDeeply
    case tooManyDeclarations
    case tooManyFindings(left: Int)
    case fileTooLarge(size: Int)
    case notUTF8
}

extension Diagnostic {
    /// The file is larger than `SourceFile.maximumSize`.
    public static func fileTooLarge(path: String, size: Int) -> Diagnostic {
        Diagnostic(SyntaxFinding.fileTooLarge(size: size), file: path, range: SourceRange(0, 0))
    }

    /// The file's bytes are not UTF-8.
    public static func notUTF8(path: String) -> Diagnostic {
        Diagnostic(SyntaxFinding.notUTF8, file: path, range: SourceRange(0, 0))
    }
}
