/// Splits a source file into tokens; what cannot be read is reported and skipped.
struct Lexer {
    let source: SourceFile
    let end: Int
    /// Whether this is the inside of a hole, where no comment can stand.
    private let isHole: Bool
    var position: Int
    private var tokens: [Token] = []
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
        case UInt8(ascii: "'"):
            lexForeignText(.singleQuotes, closing: ["'"])
        case 0xE2 where startsWith("\u{201C}") || startsWith("\u{201D}"):
            lexForeignText(.curlyQuotes, closing: ["\u{201C}", "\u{201D}"])
        case UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"):
            if isMergeMark { lexMergeMark() } else { lexMark() }
        case UInt8(ascii: "\""):
            if peek(1) == byte, peek(2) == byte { lexBlock() } else { lexString() }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            lexNumber()
        case UInt8(ascii: "-") where peek(1).map(isDigit) == true:
            lexNumber()
        case _ where isWordStart(byte):
            lexWord()
        default:
            lexMark()
        }
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
        while let byte = peek(), isDigit(byte) { position += 1 }
        if peek() == UInt8(ascii: "."), peek(1).map(isDigit) == true {
            position += 1
            while let byte = peek(), isDigit(byte) { position += 1 }
        }
        let number = source.text(in: SourceRange(start, position))
        let unitStart = position
        while let byte = peek(), isWordPart(byte) { position += 1 }
        append(.number(number, unit: source.text(in: SourceRange(unitStart, position))), from: start)
    }

    private mutating func lexWord() {
        let start = position
        while let byte = peek() {
            let joins = byte == UInt8(ascii: "-") && peek(1).map(isWordPart) == true
            guard isWordPart(byte) || joins else { break }
            position += 1
        }
        append(.word(source.text(in: SourceRange(start, position))), from: start)
    }

    private mutating func lexMark() {
        let start = position
        let byte = source.bytes[position]
        if let mark = Token.Mark.single[byte] {
            position += 1
            return append(.mark(mark), from: start)
        }
        for (spelling, token) in Self.foreignOperators[byte] ?? [] where startsWith(spelling) {
            position += spelling.utf8.count
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

    private func peek(_ distance: Int = 0) -> UInt8? {
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
        _ finding: SyntaxFinding, from start: Int, to end: Int? = nil, fix: DiagnosticFix? = nil
    ) {
        diagnostics.report(finding, file: source.path, range: SourceRange(start, end ?? position), fix: fix)
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private func isWordStart(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    private func isWordPart(_ byte: UInt8) -> Bool {
        isWordStart(byte) || isDigit(byte)
    }
}

// MARK: Quoted text

extension Lexer {
    private mutating func lexString() {
        let start = position
        position += 1
        var pieces: [Token.StringPiece] = []
        var text: [UInt8] = []
        var textStart = position
        func flush(_ pieces: inout [Token.StringPiece], _ text: inout [UInt8], end: Int) {
            guard !text.isEmpty else { return }
            pieces.append(.text(String(decoding: text, as: UTF8.self), SourceRange(textStart, end)))
            text = []
        }
        while true {
            guard let byte = peek(), byte != UInt8(ascii: "\n") else {
                flush(&pieces, &text, end: position)
                report(.unterminatedText, from: start, to: start + 1)
                break
            }
            if byte == UInt8(ascii: "\"") {
                flush(&pieces, &text, end: position)
                position += 1
                break
            }
            if byte == UInt8(ascii: "{") {
                flush(&pieces, &text, end: position)
                guard let hole = lexHole() else { break }
                if source.text(in: hole).allSatisfy(\.isWhitespace) {
                    report(.emptyHole, from: hole.start - 1, to: hole.end + 1)
                }
                pieces.append(.hole(hole))
                textStart = position
            } else if byte == UInt8(ascii: "\\") {
                lexEscape(into: &text)
            } else {
                if byte == UInt8(ascii: "}") { report(.strayBraceInText, from: position, to: position + 1) }
                text.append(byte)
                position += 1
            }
        }
        checkInvisible(SourceRange(start, position))
        append(.string(pieces), from: start)
    }

    /// Skips one hole and gives the range between its braces; nil when it is not closed on its line.
    private mutating func lexHole() -> SourceRange? {
        let open = position
        position += 1
        var depth = 1
        var inText = false
        while let byte = peek(), byte != UInt8(ascii: "\n") {
            position += 1
            switch byte {
            case UInt8(ascii: "\\") where inText:
                if peek() != nil, peek() != UInt8(ascii: "\n") { position += 1 }
            case UInt8(ascii: "\""): inText.toggle()
            case UInt8(ascii: "{") where !inText: depth += 1
            case UInt8(ascii: "}") where !inText:
                depth -= 1
                if depth == 0 { return SourceRange(open + 1, position - 1) }
            default: break
            }
        }
        report(.unterminatedHole, from: open, to: open + 1)
        return nil
    }

    private mutating func lexEscape(into text: inout [UInt8]) {
        let start = position
        position += 1
        guard let byte = peek(), byte != UInt8(ascii: "\n") else { return }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "r"): text.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"): text.append(byte)
        case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
            position += 1
            let digits = position
            while let digit = peek(), isWordPart(digit) { position += 1 }
            let number = UInt32(source.text(in: SourceRange(digits, position)), radix: 16)
            guard peek() == UInt8(ascii: "}"), let scalar = number.flatMap(Unicode.Scalar.init) else {
                if peek() == UInt8(ascii: "}") { position += 1 }
                return reportEscape(from: start)
            }
            position += 1
            text += Array(String(Character(scalar)).utf8)
        default:
            reportEscape(from: start)
        }
    }

    private mutating func reportEscape(from start: Int) {
        // A character of several bytes is named as a whole.
        while position < end, source.bytes[position] & 0xC0 == 0x80 { position += 1 }
        report(.unknownEscape(escape: source.text(in: SourceRange(start, position))), from: start)
    }

    private mutating func lexBlock() {
        let start = position
        position += 3
        let contentStart = position
        guard isBlankToLineEnd else { return lexBlockOnOneLine(from: start) }
        while position < end, !(peek() == 0x22 && peek(1) == 0x22 && peek(2) == 0x22) { position += 1 }
        let content = source.text(in: SourceRange(contentStart, position))
        if position < end {
            position += 3
        } else {
            report(.unterminatedBlock, from: start, to: contentStart)
        }
        checkInvisible(SourceRange(start, position))
        append(.block(Self.unindented(content)), from: start)
    }

    private var isBlankToLineEnd: Bool {
        var offset = position
        while offset < end, [0x20, 0x09, 0x0D].contains(source.bytes[offset]) { offset += 1 }
        return offset == end || source.bytes[offset] == UInt8(ascii: "\n")
    }

    /// Text on the line of its three quotes: a block when it is closed there, otherwise an empty text and a quote too many.
    private mutating func lexBlockOnOneLine(from start: Int) {
        let contentStart = position
        while position < end, source.bytes[position] != UInt8(ascii: "\n"), !startsWith("\"\"\"") { position += 1 }
        report(.blockOnOneLine, from: start, to: contentStart)
        guard startsWith("\"\"\"") else {
            position = start + 2
            return append(.string([]), from: start)
        }
        let content = source.text(in: SourceRange(contentStart, position))
        position += 3
        append(.block(content), from: start)
    }

    /// The lines of a block without the first break, the last line's indentation, and the indentation all lines share.
    private static func unindented(_ content: String) -> String {
        var lines = content.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.last == "\r" ? line.dropLast() : line
        }
        if lines.first?.allSatisfy({ $0 == " " || $0 == "\t" }) == true { lines.removeFirst() }
        if lines.last?.allSatisfy({ $0 == " " || $0 == "\t" }) == true { lines.removeLast() }
        // A line of white space alone is an empty one.
        lines = lines.map { $0.allSatisfy { $0 == " " || $0 == "\t" } ? "" : $0 }
        let indentation =
            lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
        return lines.map { $0.dropFirst(indentation) }.joined(separator: "\n")
    }

    private mutating func checkInvisible(_ range: SourceRange) {
        var offset = range.start
        for scalar in source.text(in: range).unicodeScalars {
            let length = UTF8.width(scalar)
            if CharacterName.isInvisible(scalar) {
                let name = CharacterName.describe(String(Character(scalar)))
                report(.invisibleCharacter(character: name), from: offset, to: offset + length)
            }
            offset += length
        }
    }
}
