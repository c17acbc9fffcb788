import TestSupport
import Testing

@testable import PostbackLanguage

@Suite("Grammar of the handbook")
struct GrammarTests {
    private let grammar: Grammar

    init() throws {
        grammar = try Grammar(page: Repository.text("Sources/PostbackLanguage/PostbackLanguage.docc/Grammar.md"))
    }

    /// Mistakes that are none of form: what stands twice, and bounds that do not rise.
    private static let notOfForm: Set<String> = ["repeated_line", "reversed_bounds"]

    private func mistakes(_ source: SourceFile, isSchema: Bool = false) -> [Diagnostic] {
        let diagnostics = isSchema ? Parser.parseSchema(source).1 : Parser.parsePartner(source).1
        return diagnostics.filter { !Self.notOfForm.contains($0.rule.code) }
    }

    @Test("defines every rule that it names, and has the two kinds of files")
    func complete() {
        #expect(grammar.rules["partner-file"] != nil && grammar.rules["schema-file"] != nil)
        func names(_ part: Grammar.Part) -> [String] {
            switch part {
            case .rule(let name): [name]
            case .sequence(let parts), .choice(let parts): parts.flatMap(names)
            case .optional(let inner), .repeated(let inner): names(inner)
            case .literal, .token: []
            }
        }
        for (rule, part) in grammar.rules {
            for name in names(part) { #expect(grammar.rules[name] != nil, "\(rule) names \(name)") }
        }
    }

    @Test("has the project's own files as sentences", arguments: (Repository.partners + Repository.schemas).map(\.path))
    func ownFiles(_ path: String) throws {
        let source = SourceFile(path: path, text: try Repository.text(path))
        #expect(grammar.accepts(source, as: path.hasSuffix(".schema") ? "schema-file" : "partner-file"))
    }

    @Test("makes sentences that are read without a mistake", arguments: ["partner-file", "schema-file"])
    func sentences(_ rule: String) throws {
        var random = SeededGenerator()
        for round in 0..<1_500 {
            let source = SourceFile(path: "x", text: grammar.sentence(rule, &random))
            let found = mistakes(source, isSchema: rule == "schema-file")
            guard found.isEmpty else {
                let text = DiagnosticPrinter(sources: [source]).print(found, as: .human)
                Issue.record("round \(round):\n\(source.text)\n\(text)")
                return
            }
            #expect(grammar.accepts(source, as: rule), "round \(round): \(source.text)")
        }
    }

    @Test("has every tree that can be written as a sentence")
    func trees() {
        var generator = SyntaxGenerator(SeededGenerator())
        for round in 0..<400 {
            let source = SourceFile(path: "x", text: SourceFormatter.format(generator.file()))
            guard grammar.accepts(source, as: "partner-file") else {
                Issue.record("round \(round):\n\(source.text)")
                return
            }
        }
    }

    @Test("makes sentences that the tree-sitter grammar reads", .enabled(if: TreeSitter.isThere))
    func treeSitter() throws {
        var random = SeededGenerator()
        var texts = ["partner-file", "schema-file"].flatMap { rule in
            (0..<1_500).map { _ in grammar.sentence(rule, &random) }
        }
        var generator = SyntaxGenerator(random)
        texts += (0..<400).map { _ in SourceFormatter.format(generator.file()) }
        let files = try TreeSitter().read(texts)
        #expect(files.count == texts.count)
        let mistakes = zip(texts, files).filter { !$0.1.mistakes.isEmpty }
        // All of each sentence has a colour.
        for (text, file) in zip(texts, files) {
            var bytes = Array(text.utf8)
            for (_, range) in file.captures { for offset in range { bytes[offset] = UInt8(ascii: " ") } }
            let left = String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace }
            #expect(left.isEmpty, "in\n\(text)")
        }
        let words = mistakes.prefix(3).map { text, file in "\(file.mistakes) of\n\(text)" }
        #expect(mistakes.isEmpty, "\(mistakes.count)\n\(words.joined(separator: "\n----\n"))")
    }

    @Test(
        "is read by the tree-sitter grammar from what is left of a tree as from nothing",
        .enabled(if: TreeSitter.isThere))
    func treeSitterEdits() throws {
        var random = SeededGenerator()
        let paths = (Repository.partners + Repository.schemas).map(\.path)
        #expect(try TreeSitter().edit(paths, seed: random.next()) == "edits \(20 * paths.count)\n")
    }

    @Test("agrees with the parser about damaged declarations")
    func damaged() {
        var random = SeededGenerator()
        var refused = 0
        var disagreements: [String] = []
        for round in 0..<3_000 {
            let source = SourceFile(path: "x", text: grammar.sentence("partner-file", &random))
            var lexer = Lexer(source)
            let tokens = lexer.lex().filter { $0.kind != .end }
            guard let token = tokens.randomElement(using: &random), let other = tokens.randomElement(using: &random)
            else { continue }
            let damage = TokenDamage.allCases[round % TokenDamage.allCases.count]
            let damaged = damage.apply(to: source, at: token.range, with: other.range)
            let isRead = Parser.parsePartner(damaged).1.isEmpty
            if !isRead { refused += 1 }
            if isRead, !grammar.accepts(damaged, as: "partner-file") { disagreements.append(damaged.text) }
        }
        #expect(refused > 500)
        #expect(disagreements.isEmpty, "\(disagreements.prefix(3).joined(separator: "\n----\n"))")
    }
}
