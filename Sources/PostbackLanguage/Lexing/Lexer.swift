/// Splits a source file into tokens; what cannot be read is reported and skipped.
struct Lexer {
    let source: SourceFile
    let end: Int
    /// Whether this is the inside of a hole, where no comment can stand.
    private let isHole: Bool
    var position: Int
    private(set) var tokens: [Token] = []
    /// The end of the last line on which a hole was not closed.
    var brokenEnd = 0
    private var documentation: [String] = []
    private(set) var comments: [CommentSyntax] = []
    var diagnostics: [Diagnostic] = []
    var hasMergeConflict = false

    /// A lexer for the whole file, or for the inside of one hole.
    init(_ source: SourceFile, in range: SourceRange? = nil) {
        self.source = source
        isHole = range != nil
        position = range?.start ?? 0
        end = range?.end ?? source.bytes.count
    }

    /// All tokens, closed by `.end`.
    mutating func lex() -> [Token] {
        while position < end { lexNext() }
        append(.end, from: end)
        return tokens
    }

    private mutating func lexNext() {
        let start = position
        let byte = source.bytes[position]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            position += 1
        case UInt8(ascii: ";"):
            position += 1
            report(.semicolon, from: start)
        case UInt8(ascii: "\n"):
            position += 1
            append(.newline, from: start)
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/") && !isHole:
            lexComment()
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            lexForeignComment()
        case UInt8(ascii: "#"):
            lexForeignComment()
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-") && !isHole && isBehindBlank:
            lexForeignComment()
        case UInt8(ascii: "'"):
            lexForeignText(.singleQuotes, closing: ["'"])
        case UInt8(ascii: "`"):
            lexForeignText(.backQuotes, closing: ["`"])
        case 0xE2 where startsWith("\u{201C}") || startsWith("\u{201D}"):
            lexForeignText(.curlyQuotes, closing: ["\u{201C}", "\u{201D}"])
        case UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"):
            if isMergeMark { lexMergeMark() } else { lexMark() }
        case UInt8(ascii: "\""):
            if isAtThreeQuotes { lexBlock() } else { lexString() }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            lexNumber()
        case UInt8(ascii: "-") where peek(1)?.isDigit == true:
            lexNumber()
        case _ where byte.isWordStart:
            lexWord()
        default:
            if byte < 0x80 || !lexLookalikes(from: start) { lexMark() }
        }
    }

    /// Whether a line begins here, or a blank stands in front.
    private var isBehindBlank: Bool {
        position == 0 || [0x20, 0x09, 0x0A, 0x0D].contains(source.bytes[position - 1])
    }

    mutating func skipLine() {
        while position < end, source.bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func lexComment() {
        let start = position
        skipLine()
        var text = source.text(in: SourceRange(start, position))
        while text.unicodeScalars.last.map({ $0 == " " || $0 == "\t" || $0 == "\r" }) == true {
            text.unicodeScalars.removeLast()
        }
        comments.append(CommentSyntax(text: text, range: SourceRange(start, start + text.utf8.count)))
        guard text.hasPrefix("///"), !text.hasPrefix("////") else { return }
        let content = text.dropFirst(3)
        documentation.append(String(content.first == " " ? content.dropFirst() : content))
    }

    private mutating func lexNumber() {
        let start = position
        position += 1
        while let byte = peek(), byte.isDigit { position += 1 }
        if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
            position += 1
            while let byte = peek(), byte.isDigit { position += 1 }
        }
        let number = source.text(in: SourceRange(start, position))
        let unitStart = position
        while let byte = peek(), byte.isWordPart { position += 1 }
        append(.number(number, unit: source.text(in: SourceRange(unitStart, position))), from: start)
    }

    private mutating func lexWord() {
        let start = position
        while let byte = peek() {
            let joins = byte == UInt8(ascii: "-") && peek(1)?.isWordPart == true
            guard byte.isWordPart || joins else { break }
            position += 1
        }
        if isAtLookalikeOfWord, lexLookalikes(from: start) { return }
        append(.word(source.text(in: SourceRange(start, position))), from: start)
    }

    private mutating func lexMark() {
        let start = position
        let byte = source.bytes[position]
        if let mark = Token.Mark.single[byte] {
            position += 1
            return append(.mark(mark), from: start)
        }
        if byte == UInt8(ascii: "!"), peek(1)?.isWordStart == true {
            position += 1
            report(.foreignNot, from: start)
            return append(.word("not"), from: start)
        }
        for (spelling, token) in Self.foreignOperators[byte] ?? [] where startsWith(spelling) {
            position += spelling.utf8.count
            let token = spelling == "||" && isBehindAssignment ? Token.Kind.mark(.fallback) : token
            report(.foreignOperator(operator: spelling, instead: token?.spelling), from: start)
            return append(token ?? .invalid, from: start)
        }
        for mark in Token.Mark.starting[byte] ?? [] where startsWith(mark.rawValue) {
            position += mark.rawValue.utf8.count
            return append(.mark(mark), from: start)
        }
        position += 1
        while position < end, source.bytes[position] & 0xC0 == 0x80 { position += 1 }
        let text = source.text(in: SourceRange(start, position))
        if byte == UInt8(ascii: "?") {
            report(.foreignOperator(operator: "?", instead: nil), from: start)
            return append(.invalid, from: start)
        }
        if isHole, byte == UInt8(ascii: "/") {
            // A comment in a hole: the rest of the hole belongs to it.
            position = end
        }
        report(.unexpectedCharacter(character: CharacterName.describe(text)), from: start)
        append(.invalid, from: start)
    }

    func startsWith(_ text: String) -> Bool {
        position + text.utf8.count <= end
            && source.bytes[position..<position + text.utf8.count].elementsEqual(text.utf8)
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < end ? source.bytes[position + distance] : nil
    }

    mutating func append(_ kind: Token.Kind, from start: Int) {
        var token = Token(kind: kind, range: SourceRange(start, max(start, min(position, end))))
        if kind != .newline, !documentation.isEmpty {
            token.documentation = documentation.joined(separator: "\n")
            documentation = []
        }
        tokens.append(token)
    }

    mutating func report(
        _ finding: Finding, from start: Int, to end: Int? = nil, fix: DiagnosticFix? = nil
    ) {
        diagnostics.report(finding, file: source.path, range: SourceRange(start, end ?? position), fix: fix)
    }
}
