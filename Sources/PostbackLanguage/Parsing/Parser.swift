/// Reads a source file into a syntax tree; after a mistake it goes on at the next line.
public struct Parser {
    /// The deepest nesting of blocks, brackets and holes.
    public static let maximumDepth = 64

    let source: SourceFile
    var tokens: [Token]
    var index = 0
    var depth = 0
    var diagnostics: [Diagnostic] = []
    /// The words that start a declaration of this kind of file.
    var declarations: [String] = []
    /// Whether a block was left open, so that the blocks around it end as well.
    var isUnwinding = false

    /// A mistake that has been reported; reading goes on elsewhere.
    struct Failure: Error {}

    init(_ source: SourceFile, in range: SourceRange? = nil, depth: Int = 0) {
        self.source = source
        self.depth = depth
        var lexer = Lexer(source, in: range)
        tokens = lexer.lex()
        diagnostics = lexer.diagnostics
    }

    /// Reads a partner file.
    public static func parsePartner(_ source: SourceFile) -> (FileSyntax, [Diagnostic]) {
        var parser = Parser(source)
        let file = parser.parseFile(declarations: Parser.partnerDeclarations) { parser throws(Failure) in
            try parser.parsePartnerDeclaration()
        }
        return (file, parser.diagnostics)
    }

    /// Reads a schema file.
    public static func parseSchema(_ source: SourceFile) -> (FileSyntax, [Diagnostic]) {
        var parser = Parser(source)
        let file = parser.parseFile(declarations: Parser.schemaDeclarations) { parser throws(Failure) in
            try parser.parseSchemaDeclaration()
        }
        return (file, parser.diagnostics)
    }

    private mutating func parseFile(
        declarations: [String], _ parse: (inout Parser) throws(Failure) -> DeclarationSyntax?
    ) -> FileSyntax {
        self.declarations = declarations
        var file = FileSyntax(declarations: [])
        skipNewlines()
        while !isAtEnd {
            let start = index
            // A brace too many is the end of a block that a mistake above closed early.
            if !diagnostics.isEmpty, take(.closeBrace) {
                skipNewlines()
                continue
            }
            do throws(Failure) {
                if let declaration = try parse(&self) { file.declarations.append(declaration) }
                try expectLineEnd()
            } catch {
                file.brokenNames.formUnion(namesDeclared(by: tokens[start...].prefix(3)))
                if isUnwinding, index > start {
                    isUnwinding = false
                } else {
                    recover(startedAt: start)
                }
                // What a broken block left behind does not start a declaration: skip to one.
                while !isAtEnd, !isAtDeclaration { skipLine() }
            }
            skipNewlines()
        }
        return file
    }

    /// The names that a declaration which could not be read may have declared, each as every kind of name.
    private func namesDeclared(by tokens: some Sequence<Token>) -> [String] {
        tokens.flatMap { token -> [String] in
            guard case .word(let word) = token.kind else { return [] }
            return ["field", "let", "map", "endpoint"].map { "\($0).\(word)" }
        }
    }

    /// Whether a declaration starts here: one of its words at the very start of a line.
    ///
    /// Only used after a mistake, to find where the file goes on.
    var isAtDeclaration: Bool {
        guard case .word(let word) = current.kind, declarations.contains(word) else { return false }
        let start = current.range.start
        return start == 0 || source.bytes[start - 1] == UInt8(ascii: "\n")
    }
}

// MARK: Tokens

extension Parser {
    var current: Token { tokens[min(index, tokens.count - 1)] }

    /// The token `distance` behind the current one.
    func peek(_ distance: Int = 1) -> Token { tokens[min(index + distance, tokens.count - 1)] }

    var isAtEnd: Bool { current.kind == .end }

    var previousEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    func at(_ mark: Token.Mark) -> Bool { current.kind == .mark(mark) }

    func at(word: String) -> Bool { current.kind == .word(word) }

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

    mutating func skipNewlines() {
        while current.kind == .newline { advance() }
    }

    /// Reports that something else was expected at the current token.
    mutating func failure(expected what: String) -> Failure {
        if current.kind != .invalid {
            diagnostics.append(.expected(source, current.range, what, found: current.description))
        }
        return Failure()
    }

    @discardableResult
    mutating func expect(_ mark: Token.Mark, _ context: String = "") throws(Failure) -> SourceRange {
        guard at(mark) else { throw failure(expected: "'\(mark.rawValue)'\(context)") }
        let range = current.range
        advance()
        return range
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
            return TextSyntax(text: text, range: range)
        case .string(let pieces):
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let literal, _): text += literal
                case .hole(let hole):
                    diagnostics.append(
                        .expected(source, hole, "plain text", found: "a hole; write \\{ for a brace"))
                    throw Failure()
                }
            }
            advance()
            return TextSyntax(text: text, range: range)
        default:
            throw failure(expected: what)
        }
    }

    mutating func expectLineEnd() throws(Failure) {
        guard current.kind == .newline || isAtEnd || at(.closeBrace) else {
            throw failure(expected: "the end of the line")
        }
    }

    /// Runs `body` one level deeper.
    mutating func nested<Result>(_ body: (inout Parser) throws(Failure) -> Result) throws(Failure) -> Result {
        guard depth < Self.maximumDepth else {
            diagnostics.append(.nestedTooDeeply(source, current.range))
            throw Failure()
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }
}

// MARK: Recovery

extension Parser {
    /// Skips the rest of a line that has a mistake, with every block that is opened in it.
    mutating func recover(startedAt start: Int) {
        if index == start, !isAtEnd, !at(.closeBrace) { advance() }
        // Brackets that the broken line had opened before the mistake.
        var open = 0
        for token in tokens[start..<index] { open += Self.nesting(of: token) }
        open = max(0, open)
        skipLine(openBrackets: open)
    }

    /// Skips to the end of the line, over blocks that it opens; a brace that closes the block around it stays.
    mutating func skipLine(openBrackets: Int = 0) {
        var open = openBrackets
        while !isAtEnd {
            if isAtDeclaration || (open <= 0 && current.kind == .newline) { break }
            let nesting = Self.nesting(of: current)
            if nesting < 0, open == 0, depth > 0, at(.closeBrace) { break }
            open = max(0, open + nesting)
            advance()
        }
        skipNewlines()
    }

    private static func nesting(of token: Token) -> Int {
        switch token.kind {
        case .mark(.openBrace): 1
        case .mark(.closeBrace): -1
        default: 0
        }
    }

    /// Reads `{ … }` line by line; a line with a mistake is reported and left out.
    mutating func block<Line>(
        _ parseLine: (inout Parser) throws(Failure) -> Line?
    ) throws(Failure) -> [Line] {
        let open = try expect(.openBrace)
        return try nested { parser throws(Failure) in
            var lines: [Line] = []
            parser.skipNewlines()
            while !parser.at(.closeBrace) {
                try parser.checkOpen(open)
                let start = parser.index
                do throws(Failure) {
                    if let line = try parseLine(&parser) { lines.append(line) }
                    if !parser.take(.comma), !parser.at(word: "else") { try parser.expectLineEnd() }
                } catch {
                    if parser.isUnwinding { throw error }
                    parser.recover(startedAt: start)
                }
                parser.skipNewlines()
            }
            parser.advance()
            return lines
        }
    }

    /// Fails when the file ends, or goes on with its next declaration, before a block is closed.
    mutating func checkOpen(_ brace: SourceRange) throws(Failure) {
        guard isAtEnd || isAtDeclaration else { return }
        diagnostics.append(.unclosedBlock(source, brace, before: current.description))
        isUnwinding = true
        throw Failure()
    }
}
