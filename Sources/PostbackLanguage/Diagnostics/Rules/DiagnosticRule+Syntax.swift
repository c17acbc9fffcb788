extension DiagnosticRule {
    /// The rules about the form of a file, in the order of the handbook: the files of this folder, as a test demands.
    public static let syntax: [DiagnosticRule] = [
        .unexpectedCharacter, .wrongQuotes, .foreignComment, .foreignOperator, .mergeConflict, .invisibleCharacter,
        .unterminatedText, .unterminatedBlock, .blockOnOneLine, .unterminatedHole, .emptyHole, .unknownEscape,
        .badNumber, .badDuration, .reversedBounds, .badDate, .unexpectedToken, .wrongMark, .missingComma,
        .unclosedBracket, .unclosedBlock, .strayBrace, .strayLine, .missingValue, .bracedValue, .functionCall,
        .unknownWord, .assignmentInCondition, .repeatedLine, .misplacedElse, .holeInPlainText, .nestedTooDeeply,
        .tooManyDeclarations, .tooManyFindings, .fileTooLarge, .notUTF8, .unreadableFile,
    ]
}
