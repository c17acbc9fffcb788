extension Parser {
    var current: Token { tokens[min(index, tokens.count - 1)] }

    /// The token `distance` behind the current one.
    func peek(_ distance: Int = 1) -> Token { tokens[min(index + distance, tokens.count - 1)] }

    /// The index of the first token from another one on that is no line break.
    func significantIndex(from start: Int) -> Int {
        var next = start
        while next < tokens.count - 1, tokens[next].kind == .newline { next += 1 }
        return next
    }

    /// The next token that is no line break, the current one included.
    var nextSignificant: Token { tokens[significantIndex(from: index)] }

    var isAtEnd: Bool { current.kind == .end }

    var isAtLineEnd: Bool { current.kind == .newline || isAtEnd || at(.closeBrace) }

    var previousEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

    /// The source from a token to the last one that was read.
    func range(from start: Int) -> SourceRange {
        SourceRange(tokens[min(start, tokens.count - 1)].range.start, previousEnd)
    }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    func at(_ mark: Token.Mark) -> Bool { current.kind == .mark(mark) }

    /// Whether a word of the language stands here.
    func at(word: String) -> Bool {
        expected?.note(word, at: current.range)
        return current.kind == .word(word)
    }

    /// Whether a word of another language stands here, which is none that could stand here.
    func at(foreign word: String) -> Bool { current.kind == .word(word) }

    mutating func take(_ mark: Token.Mark) -> Bool {
        guard at(mark) else { return false }
        advance()
        return true
    }

    mutating func take(word: String) -> Bool {
        guard at(word: word) else { return false }
        advance()
        return true
    }

    /// Takes the comma between two words, keys or texts, and the line break behind it.
    mutating func takeListComma() -> Bool {
        guard take(.comma) else { return false }
        skipNewlines()
        return true
    }

    mutating func skipNewlines() {
        index = significantIndex(from: index)
    }

    mutating func report(_ finding: Finding, _ range: SourceRange) {
        diagnostics.report(finding, file: source.path, range: range)
    }

    /// Reports that something else was expected at the current token.
    mutating func failure(expected what: String, fix: Finding.Change? = nil) -> Failure {
        if current.kind != .invalid { report(Self.expectation(of: what, current, fix: fix), current.range) }
        return Failure()
    }

    /// That something else was expected than a token, with how its number is written here.
    static func expectation(of what: String, _ token: Token, fix: Finding.Change? = nil) -> Finding {
        var hint: String?
        var fix = fix
        if case .number(let number, let unit) = token.kind, !unit.isEmpty {
            if let plain = plain(number, unit) { fix = .replace(plain, .safe) }
            if unit == "xx", number.utf8.count == 1 { hint = "a class of codes is \(number)00...\(number)99" }
        }
        switch token.kind {
        case .word("for"): hint = "a 'for' stands first: [for item in event.items: item.id]"
        case .mark(.colon),
            .mark(.assign)
        where ["a whole number", "a number", "a duration", "'{'"].contains { what.hasPrefix($0) }:
            hint = "nothing stands between a setting and its value"
        case .mark(.star):
            hint = "there is no arithmetic; an amount in its smallest unit is | minor_units(revenue.currency)"
        default: break
        }
        return .expected(what: what, found: token.description, hint, fix: fix)
    }

    /// A number as it is written here, from one with marks between its digits or with an exponent; nil for another unit.
    private static func plain(_ number: String, _ unit: String) -> String? {
        if unit.first == "_", unit.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "_") }) {
            return number + unit.filter { $0 != "_" }
        }
        guard unit.first == "e" || unit.first == "E", let exponent = Int(unit.dropFirst()), (0...15).contains(exponent)
        else { return nil }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        guard fraction.count <= exponent, !number.hasPrefix("-") else { return nil }
        let digits = parts[0] + fraction + String(repeating: "0", count: exponent - fraction.count)
        let plain = digits.drop { $0 == "0" }
        return plain.isEmpty ? "0" : String(plain)
    }

    mutating func failure(_ finding: Finding, _ range: SourceRange) -> Failure {
        report(finding, range)
        return Failure()
    }

    @discardableResult
    mutating func expect(_ mark: Token.Mark, _ context: String = "") throws(Failure) -> SourceRange {
        guard at(mark) else { throw failure(expected: "'\(mark.rawValue)'\(context)") }
        let range = current.range
        advance()
        return range
    }

    /// Takes `mark`; one of the marks that other languages write there is reported and taken for it.
    mutating func expect(
        _ mark: Token.Mark, insteadOf others: [Token.Mark], _ context: String = ""
    ) throws(Failure) {
        if case .mark(let found) = current.kind, others.contains(found) {
            report(.wrongMark(wanted: mark.rawValue, found: found.rawValue), current.range)
            return advance()
        }
        try expect(mark, context)
    }

    /// Takes the bracket that closes the one at `open`.
    mutating func expectClosing(_ mark: Token.Mark, of open: SourceRange) throws(Failure) {
        if take(mark) { return }
        if isAtLineEnd || isAtDeclaration {
            throw failure(.unclosedBracket(mark: source.text(in: open), found: current.description), open)
        }
        throw failure(expected: "'\(mark.rawValue)'")
    }

    /// Takes the comma between two values; false when there is no other value.
    mutating func takeComma(before closing: Token.Mark) -> Bool {
        if take(.comma) { return true }
        // No comma would make a list of `item.id for item in …`.
        guard !at(closing), isAtValue, !at(foreign: "for") else { return false }
        report(.missingComma, SourceRange(current.range.start, current.range.start))
        return true
    }

    /// Whether a value may start here.
    private var isAtValue: Bool {
        switch current.kind {
        case .word, .string, .block, .number, .mark(.openBracket), .mark(.openBrace): true
        default: false
        }
    }

    mutating func expectWord(_ what: String) throws(Failure) -> Name {
        guard case .word(let word) = current.kind else { throw failure(expected: what) }
        let name = Name(word, current.range)
        advance()
        return name
    }

    /// Text without holes.
    mutating func expectText(_ what: String) throws(Failure) -> TextSyntax {
        let range = current.range
        switch current.kind {
        case .block(let text):
            advance()
            return TextSyntax(text: text, range: range, isBlock: true)
        case .string(let pieces):
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let literal, _): text += literal
                case .hole(let hole):
                    throw failure(.holeInPlainText, SourceRange(hole.start - 1, hole.end + 1))
                }
            }
            advance()
            return TextSyntax(text: text, range: range)
        default:
            throw failure(expected: what)
        }
    }

    mutating func expectLineEnd() throws(Failure) {
        guard isAtLineEnd else { throw failure(expected: "the end of the line") }
    }

    /// Runs `body` one level deeper.
    mutating func nested<Result>(_ body: (inout Parser) throws(Failure) -> Result) throws(Failure) -> Result {
        guard depth < Self.maximumDepth else { throw failure(.nestedTooDeeply, current.range) }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }
}
