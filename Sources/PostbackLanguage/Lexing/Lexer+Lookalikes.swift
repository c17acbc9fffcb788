/// Characters that were taken for those of the language: they are reported, and read as what is meant.
extension Lexer {
    /// The character at the position that is not ASCII, with its length and what it was taken for.
    private var lookalike: (scalar: Unicode.Scalar, width: Int, meaning: String)? {
        guard let byte = peek(), byte >= 0x80,
            let scalar = source.text(in: SourceRange(position, min(position + 4, end))).unicodeScalars.first,
            let meaning = Lookalike.meaning(of: scalar)
        else { return nil }
        return (scalar, UTF8.width(scalar), meaning)
    }

    /// Whether a character that looks like one of a word, or like nothing, stands at the position.
    var isAtLookalikeOfWord: Bool {
        guard let meaning = lookalike?.meaning else { return false }
        return meaning.utf8.allSatisfy(\.isWordPart)
    }

    /// Reads characters that look like others; false where there is none.
    ///
    /// - Parameter start: where the word begins that they go on with.
    mutating func lexLookalikes(from start: Int) -> Bool {
        guard let first = lookalike else { return false }
        var meant = source.text(in: SourceRange(start, position))
        if isAtLookalikeOfWord {
            while true {
                if let byte = peek(), byte.isWordPart {
                    meant.unicodeScalars.append(Unicode.Scalar(byte))
                    position += 1
                } else if isAtLookalikeOfWord, let next = lookalike {
                    meant += next.meaning
                    position += next.width
                } else {
                    break
                }
            }
        } else {
            position += first.width
            meant = first.meaning
            while meant == " ", let next = lookalike, next.meaning == " " { position += next.width }
        }
        let finding: Finding =
            first.meaning.isEmpty || first.meaning == " "
            ? .unseenCharacter(CharacterName.full(first.scalar), instead: meant)
            : .lookalike(CharacterName.full(first.scalar), of: first.meaning, instead: meant)
        report(finding, from: start)
        if meant.utf8.first?.isWordStart == true {
            append(.word(meant), from: start)
        } else if let mark = Token.Mark(rawValue: meant) {
            append(.mark(mark), from: start)
        } else if !meant.isEmpty, meant != " " {
            append(meant.utf8.allSatisfy(\.isDigit) ? .number(meant, unit: "") : .invalid, from: start)
        }
        return true
    }
}
