import PostbackSupport

/// Reads a source file into a syntax tree; after a mistake it goes on at the next line.
public struct Parser {
    /// The deepest nesting of blocks, brackets and holes.
    public static let maximumDepth = 64
    /// The most declarations of one file.
    public static let maximumDeclarations = 2_000
    /// The largest whole number that a setting may have.
    static let maximumInteger = 1_000_000_000

    let source: SourceFile
    var tokens: [Token]
    var index = 0
    var depth = 0
    var diagnostics: [Diagnostic] = []
    var allowances: [AllowanceSyntax] = []
    /// The words that start a declaration of this kind of file.
    var declarations: [String] = []
    /// Whether a block was left open, so that the blocks around it end as well.
    var isUnwinding = false
    /// The index of the bracket that closes the one at an index.
    let closing: [Int: Int]
    /// Whether every brace has its partner, so that a block that seems open is only written without indentation.
    let isBalanced: Bool
    private let comments: [CommentSyntax]
    /// Notes the words that could stand at a place, where somebody asks for them.
    let expected: ExpectedWords?

    /// A mistake that has been reported; reading goes on elsewhere.
    struct Failure: Error {}

    init(_ source: SourceFile, in range: SourceRange? = nil, depth: Int = 0, expected: ExpectedWords? = nil) {
        self.source = source
        self.expected = expected
        self.depth = depth
        var lexer = Lexer(source, in: range)
        tokens = lexer.lex()
        comments = lexer.comments
        diagnostics = lexer.diagnostics
        isBalanced = Self.isBalanced(tokens)
        closing = Self.closing(in: tokens)
    }

    private static func isBalanced(_ tokens: [Token]) -> Bool {
        var open = 0
        for token in tokens {
            open += nesting(of: token)
            if open < 0 { return false }
        }
        return open == 0
    }

    /// For each parenthesis the one that closes it; brackets of other kinds between them do not count.
    private static func closing(in tokens: [Token]) -> [Int: Int] {
        var open: [Int] = []
        var closing: [Int: Int] = [:]
        for (index, token) in tokens.enumerated() {
            if token.kind == .mark(.openParenthesis) { open.append(index) }
            if token.kind == .mark(.closeParenthesis), let start = open.popLast() { closing[start] = index }
        }
        return closing
    }

    /// Reads a partner file.
    public static func parsePartner(_ source: SourceFile) -> (FileSyntax, [Diagnostic]) {
        parsePartner(source, expected: nil)
    }

    static func parsePartner(_ source: SourceFile, expected: ExpectedWords?) -> (FileSyntax, [Diagnostic]) {
        var parser = Parser(source, expected: expected)
        let file = parser.parseFile(declarations: Parser.partnerDeclarations) { parser throws(Failure) in
            try parser.parsePartnerDeclaration()
        }
        return (file, parser.diagnostics)
    }

    /// Reads a schema file.
    public static func parseSchema(_ source: SourceFile) -> (FileSyntax, [Diagnostic]) {
        parseSchema(source, expected: nil)
    }

    static func parseSchema(_ source: SourceFile, expected: ExpectedWords?) -> (FileSyntax, [Diagnostic]) {
        var parser = Parser(source, expected: expected)
        let file = parser.parseFile(declarations: Parser.schemaDeclarations) { parser throws(Failure) in
            try parser.parseSchemaDeclaration()
        }
        return (file, parser.diagnostics)
    }

    private mutating func parseFile(
        declarations: [String], _ parse: (inout Parser) throws(Failure) -> DeclarationSyntax
    ) -> FileSyntax {
        self.declarations = declarations
        var file = FileSyntax(items: [])
        skipNewlines()
        if let form = foreignForm {
            // Nothing in it would be understood.
            diagnostics = []
            report(.anotherForm(form), current.range)
            file.comments = comments
            return file
        }
        while !isAtEnd {
            let start = index
            if at(.closeBrace) {
                // A brace too many is often the end of a block that a mistake above closed early.
                if diagnostics.isEmpty { report(.strayBrace, current.range) }
                advance()
                skipNewlines()
                continue
            }
            guard file.items.count < Self.maximumDeclarations else {
                report(.tooManyDeclarations, current.range)
                break
            }
            do throws(Failure) {
                let known = allowances.count
                if try parseAllowance() {
                    try expectLineEnd()
                } else {
                    let declaration = try parse(&self)
                    let range = range(from: start)
                    file.items.append(Spanned(declaration, range))
                    target(range, before: known)
                    try expectLineEnd()
                }
            } catch {
                noteUnread(tokens[start...].prefix(3), in: &file)
                target(range(from: start), before: allowances.count)
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
        file.comments = comments
        file.allowances = allowances
        return file
    }

    /// What a file seems to be that begins as none of this language does.
    private var foreignForm: String? {
        if at(.openBrace) || at(.openBracket) { return "JSON" }
        if source.text(in: SourceRange(0, 3)) == "---" { return "YAML" }
        guard case .word = current.kind, peek().kind == .mark(.colon) else { return nil }
        return ["http", "https"].contains(where: { at(foreign: $0) }) ? "a URL" : "YAML"
    }

    /// Notes the names that a declaration which could not be read may have declared, and its word.
    private func noteUnread(_ tokens: ArraySlice<Token>, in file: inout FileSyntax) {
        for case .word(let word) in tokens.map(\.kind) { file.unreadNames.insert(word) }
        guard case .word(let word)? = tokens.first?.kind else { return }
        let keyword = declarations.contains(word) ? word : Suggestion.nearest(to: word, among: declarations)
        if let keyword { file.unreadKeywords.insert(keyword) }
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

// MARK: What is allowed

extension Parser {
    /// Reads `allow code "reason" until date`; false when the line is something else.
    mutating func parseAllowance() throws(Failure) -> Bool {
        guard at(word: "allow"), case .word = peek().kind else { return false }
        let start = index
        advance()
        let code = try expectWord("the code of a finding")
        let reason = try expectText("the reason in quotes")
        guard take(word: "until") else { throw failure(expected: "'until' and a date") }
        let date = try parseDate()
        allowances.append(
            AllowanceSyntax(code: code, reason: reason, lastDay: date, range: range(from: start), target: nil))
        return true
    }

    /// A date is lexed as a number and two more behind hyphens.
    mutating func parseDate() throws(Failure) -> Name {
        let start = current.range.start
        if !isAtLineEnd { advance() }
        while !isAtLineEnd, !at(.comma), current.range.start == previousEnd { advance() }
        let range = SourceRange(start, max(start, previousEnd))
        let text = source.text(in: range)
        guard Self.isDate(text) else {
            report(.badDate(date: text), range)
            throw Failure()
        }
        return Name(text, range)
    }

    /// Whether a text is a day in the form `2027-03-31`.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return false }
        let numbers = parts.compactMap { part in
            part.allSatisfy { (0x30...0x39).contains($0) } ? Int(Substring(part)) : nil
        }
        guard numbers.count == 3, (1...12).contains(numbers[1]), numbers[2] > 0 else { return false }
        let isLeap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return numbers[2] <= days[numbers[1] - 1]
    }

    /// Lets what is allowed so far, and has no line yet, stand for a line; `count` leaves later ones out, and `first` those
    /// in front of the block, which are for the line around it.
    mutating func target(_ range: SourceRange, from first: Int = 0, before count: Int) {
        var position = min(count, allowances.count)
        while position > first, allowances[position - 1].target == nil {
            position -= 1
            allowances[position].target = range
        }
    }
}
