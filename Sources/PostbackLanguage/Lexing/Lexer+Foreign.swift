/// What people write who come from another language: it is reported, and read as what is meant.
extension Lexer {
    /// Operators of other languages by their first byte, longest first, with what they are here.
    static let foreignOperators: [UInt8: [(String, Token.Kind?)]] = [
        UInt8(ascii: "="): [("===", .mark(.equals)), ("=>", .mark(.arrow))],
        UInt8(ascii: "!"): [("!==", .mark(.notEquals))],
        UInt8(ascii: "?"): [("?.", .mark(.dot))],
        UInt8(ascii: "&"): [("&&", .word("and"))],
        UInt8(ascii: "|"): [("||", .word("or")), ("|>", .mark(.pipe))],
        UInt8(ascii: ":"): [(":=", .mark(.assign))],
        UInt8(ascii: "<"): [("<>", .mark(.notEquals)), ("<=", nil), ("<", nil)],
        UInt8(ascii: ">"): [(">=", nil), (">", nil)],
        UInt8(ascii: "+"): [("+", nil)],
    ]

    /// Whether a value, and no condition, is being written: the first of their marks from here back to the line's start tells.
    var isBehindAssignment: Bool {
        for token in tokens.reversed() {
            switch token.kind {
            case .newline, .mark(.equals), .mark(.notEquals): return false
            case .word(let word) where ["when", "and", "or", "not", "is", "in", "any"].contains(word): return false
            case .mark(.assign), .mark(.arrow), .mark(.fallback): return true
            default: continue
            }
        }
        return false
    }

    /// A comment of another language, read as a comment.
    mutating func lexForeignComment() {
        let start = position
        let mark = ["#", "--"].first(where: startsWith) ?? "/*"
        position += mark.utf8.count
        report(.foreignComment(mark: mark), from: start)
        guard mark == "/*" else { return skipLine() }
        while position < end, !startsWith("*/") { position += 1 }
        position = min(end, position + 2)
    }

    /// A text in quotes of another language, read as text without holes and escapes.
    mutating func lexForeignText(_ finding: Finding, closing: [String]) {
        let start = position
        let width = closing[0].utf8.count
        position += width
        let textStart = position
        while position < end, source.bytes[position] != UInt8(ascii: "\n"), !closing.contains(where: startsWith) {
            position += 1
        }
        let range = SourceRange(textStart, position)
        let text = source.text(in: range)
        let isClosed = closing.contains(where: startsWith)
        if isClosed { position += width }
        let isPlain = isClosed && !text.contains { "\"\\{}".contains($0) }
        let fix = DiagnosticFix(
            "write double quotes", .safe,
            [.init(SourceRange(start, textStart), "\""), .init(SourceRange(range.end, position), "\"")])
        report(finding, from: start, fix: isPlain ? fix : nil)
        // What braces were meant to be there has been said with the quotes.
        let isTemplate = text.contains("{")
        append(.string(text.isEmpty || isTemplate ? [] : [.text(text, range)]), from: start)
    }

    /// Whether a line of a merge that was not finished starts here.
    var isMergeMark: Bool {
        let isAtLineStart = position == 0 || source.bytes[position - 1] == UInt8(ascii: "\n")
        return isAtLineStart && ["<<<<<<<", "=======", ">>>>>>>"].contains(where: startsWith)
    }

    /// The line of a merge that was not finished; reported once for a file.
    mutating func lexMergeMark() {
        let start = position
        skipLine()
        if !hasMergeConflict { report(.mergeConflict, from: start) }
        hasMergeConflict = true
    }
}
