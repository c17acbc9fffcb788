/// Quoted text: strings with holes and escapes, and blocks.
extension Lexer {
    mutating func lexString() {
        let start = position
        position += 1
        var pieces: [Token.StringPiece] = []
        var text: [UInt8] = []
        var textStart = position
        // Behind a hole that is not closed, all is text: what is wrong has been said.
        var isBroken = false
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
                guard !isBroken, let hole = lexHole() else {
                    isBroken = true
                    text.append(byte)
                    position += 1
                    continue
                }
                flush(&pieces, &text, end: hole.start - 1)
                if source.text(in: hole).allSatisfy(\.isWhitespace) {
                    report(.emptyHole, from: hole.start - 1, to: hole.end + 1)
                }
                pieces.append(.hole(hole))
                textStart = position
            } else if byte == UInt8(ascii: "\\") {
                lexEscape(into: &text)
            } else {
                if byte == UInt8(ascii: "}"), !isBroken { report(.strayBraceInText, from: position, to: position + 1) }
                text.append(byte)
                position += 1
            }
        }
        checkInvisible(SourceRange(start, position))
        append(.string(pieces), from: start)
    }

    /// Skips one hole and gives the range between its braces; nil, with nothing skipped, when it is not closed on its line.
    private mutating func lexHole() -> SourceRange? {
        // What is not closed on a line has been looked for once.
        guard position >= brokenEnd else { return nil }
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
        let hasEscape = source.text(in: SourceRange(open, position)).contains("\\\"")
        brokenEnd = position
        position = open
        report(.unterminatedHole(hasEscape: hasEscape), from: open, to: open + 1)
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
            while let digit = peek(), digit.isWordPart { position += 1 }
            let number = UInt32(source.text(in: SourceRange(digits, position)), radix: 16)
            guard peek() == UInt8(ascii: "}"), let scalar = number.flatMap(Unicode.Scalar.init) else {
                if peek() == UInt8(ascii: "}") { position += 1 }
                return reportEscape(from: start)
            }
            position += 1
            text += Array(String(Character(scalar)).utf8)
        default:
            reportEscape(from: start)
            // What a regular expression was meant to say is read as that.
            text += source.bytes[start..<position]
        }
    }

    private mutating func reportEscape(from start: Int) {
        // A character of several bytes is named as a whole.
        while position < end, source.bytes[position] & 0xC0 == 0x80 { position += 1 }
        report(.unknownEscape(escape: source.text(in: SourceRange(start, position))), from: start)
    }

    mutating func lexBlock() {
        let start = position
        position += 3
        let contentStart = position
        guard isBlankToLineEnd else { return lexBlockOnOneLine(from: start) }
        while position < end, !isAtThreeQuotes { position += 1 }
        let content = source.text(in: SourceRange(contentStart, position))
        if position < end {
            position += 3
        } else {
            report(.unterminatedBlock, from: start, to: contentStart)
        }
        checkInvisible(SourceRange(start, position))
        append(.block(Self.unindented(content)), from: start)
    }

    var isAtThreeQuotes: Bool {
        let quote = UInt8(ascii: "\"")
        return peek() == quote && peek(1) == quote && peek(2) == quote
    }

    private var isBlankToLineEnd: Bool {
        var offset = position
        while offset < end, [0x20, 0x09, 0x0D].contains(source.bytes[offset]) { offset += 1 }
        return offset == end || source.bytes[offset] == UInt8(ascii: "\n")
    }

    /// Text on the line of its three quotes: a block when it is closed there, otherwise an empty text and a quote too many.
    private mutating func lexBlockOnOneLine(from start: Int) {
        let contentStart = position
        while position < end, source.bytes[position] != UInt8(ascii: "\n"), !isAtThreeQuotes { position += 1 }
        report(.blockOnOneLine, from: start, to: contentStart)
        guard isAtThreeQuotes else {
            position = start + 2
            return append(.string([]), from: start)
        }
        let content = source.text(in: SourceRange(contentStart, position))
        position += 3
        append(.block(content), from: start)
    }

    /// The lines of a block without the first break, the last line's indentation, and the indentation all lines share.
    private static func unindented(_ content: String) -> String {
        // A carriage return and a line feed are one character, which no single one of them would split at.
        var lines = content.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        // A line of white space alone is an empty one.
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        lines = lines.map { $0.allSatisfy(isSpace) ? "" : $0 }
        if lines.first?.isEmpty == true { lines.removeFirst() }
        if lines.last?.isEmpty == true { lines.removeLast() }
        let indentation = lines.filter { !$0.isEmpty }.map { $0.prefix(while: isSpace).count }.min() ?? 0
        return lines.map { $0.dropFirst(indentation) }.joined(separator: "\n")
    }

    private mutating func checkInvisible(_ range: SourceRange) {
        var offset = range.start
        for scalar in source.text(in: range).unicodeScalars {
            let length = UTF8.width(scalar)
            // Joiners are part of emoji, and of words in Persian and Indian scripts.
            let isJoiner =
                (scalar.value == 0x200C || scalar.value == 0x200D) && offset > 0 && source.bytes[offset - 1] >= 0x80
                && offset + length < source.bytes.count && source.bytes[offset + length] >= 0x80
            if !isJoiner, CharacterName.isInvisible(scalar) {
                let name = CharacterName.describe(String(Character(scalar)))
                report(.invisibleCharacter(character: name), from: offset, to: offset + length)
            }
            offset += length
        }
    }
}
