import Foundation
import PostbackLanguage
@testable import PostbackLanguageServer
@testable import PostbackRuntime
import TestSupport
import Testing

@Suite("Grammars for editors")
struct GrammarTests {
    /// What a piece of a file is, as far as every editor has a colour for it.
    private enum Kind: String {
        case comment, text, number, keyword, name, key, step, mark
    }

    /// What the beginning of a name stands for in the TextMate grammar; any other one is a name.
    private static let scopes: [(String, Kind)] = [
        ("comment.", .comment), ("string.", .text), ("constant.character.escape", .text),
        ("constant.numeric", .number), ("keyword.control", .keyword), ("keyword.operator", .mark),
        ("punctuation.", .mark), ("variable.other.property", .key), ("support.function", .step),
    ]

    /// The same of the tree-sitter grammar's query.
    private static let captures: [(String, Kind)] = [
        ("comment", .comment), ("string", .text), ("number", .number), ("keyword", .keyword),
        ("constant.builtin", .keyword), ("operator", .mark), ("punctuation", .mark), ("property", .key),
        ("function", .step),
    ]

    private static func kind(_ name: String, _ kinds: [(String, Kind)]) -> Kind? {
        kinds.first { name.hasPrefix($0.0) }?.1 ?? (name.isEmpty ? nil : .name)
    }

    /// What the parser makes of each piece.
    private func parsed(_ source: SourceFile, _ kind: WorkspaceFile.Kind) -> [(range: SourceRange, kind: Kind)] {
        let index = SymbolIndex(source, kind, schema: Repository.project.schema)
        let names = Dictionary(index.occurrences.map { ($0.range.start, $0) }) { first, _ in first }
        return SourceToken.all(in: source).compactMap { token in
            switch token.kind {
            case .comment: return (token.range, .comment)
            case .text:
                guard let name = names[token.range.start] else { return (token.range, .text) }
                return name.symbol.kind == .key ? nil : (token.range, .text)
            case .number: return (token.range, .number)
            case .mark:
                // A dot is a part of a name.
                return source.bytes[token.range.start] == UInt8(ascii: ".") && token.range.end == token.range.start + 1
                    ? nil : (token.range, .mark)
            case .word:
                let isDotted = isDot(token.range.end, source) || isDot(token.range.start - 1, source)
                if isDotted { return (token.range, .name) }
                guard let name = index.occurrence(at: token.range.start), name.range.start <= token.range.start,
                    name.range.end >= token.range.end
                else { return (token.range, .keyword) }
                switch name.symbol.kind {
                case .key: return (token.range, .key)
                case .transform: return (token.range, .step)
                default: return (token.range, .name)
                }
            }
        }
    }

    /// Whether a dot between the parts of a name stands at an offset.
    private func isDot(_ offset: Int, _ source: SourceFile) -> Bool {
        let dot = UInt8(ascii: ".")
        guard offset > 0, offset + 1 < source.bytes.count, source.bytes[offset] == dot else { return false }
        return source.bytes[offset - 1] != dot && source.bytes[offset + 1] != dot
    }

    /// Whether an editor may have one for the other: names before an equals sign look as keys do.
    private func isSame(_ found: Kind?, _ expected: Kind) -> Bool {
        switch (found, expected) {
        case (.key?, .name), (.step?, .name), (.name?, .step): true
        default: found == expected
        }
    }

    /// Where a grammar sees something else than the parser reads, and how much was looked at.
    ///
    /// - Parameter words: words of the language that the grammar may see as names.
    private func differences(
        _ source: SourceFile, asNames words: Set<String> = [], _ seen: (SourceRange) -> Set<Kind?>
    ) -> (count: Int, different: [String]) {
        let pieces = parsed(source, source.path.hasSuffix(".schema") ? .schema : .partner)
        let different = pieces.compactMap { range, kind -> String? in
            let found = seen(range)
            let isName = kind == .keyword && found == [.name] && words.contains(source.text(in: range))
            // A key in quotes is text, or a key.
            let isRight =
                kind == .text
                ? found.allSatisfy { $0 == .text } || found == [.key]
                : found.count == 1 && isSame(found.first ?? nil, kind)
            guard !isRight, !isName else { return nil }
            let line = source.line(at: range.start)
            let names = found.map { $0?.rawValue ?? "nothing" }.sorted().joined(separator: "+")
            return
                "\(source.path):\(line): '\(source.text(in: range).prefix(30))' is \(kind.rawValue), seen as \(names): "
                + source.text(in: source.range(ofLine: line))
        }
        return (pieces.count, different)
    }

    private func expectNone(_ found: [(count: Int, different: [String])]) {
        let (count, different) = (found.reduce(0) { $0 + $1.count }, found.flatMap(\.different))
        #expect(count > 49_000)
        #expect(different.isEmpty, "\(different.count) of \(count)\n\(different.prefix(20).joined(separator: "\n"))")
    }

    @Test("the TextMate grammar sees in every partner file and schema what the parser reads")
    func textMate() throws {
        let json = try Data(
            contentsOf: Repository.root.appending(path: "Sources/Editors/vscode/syntaxes/postback.tmLanguage.json"))
        let grammar = try TextMateGrammar(json)
        expectNone(
            (Repository.partners + Repository.schemas).map { source in
                let scopes = grammar.scopes(of: source.text)
                var place = (bytes: 0, units: 0)
                return differences(source) { range in
                    place.units += source.text(in: SourceRange(place.bytes, range.start)).utf16.count
                    place.bytes = range.start
                    let units = zip(scopes[place.units...], source.text(in: range).utf16)
                    return Set(units.filter { $0.1 != 0x0A }.map { Self.kind($0.0, Self.scopes) })
                }
            })
    }

    @Test(
        "the tree-sitter grammar sees in every partner file and schema what the parser reads",
        .enabled(if: TreeSitter.isThere))
    func treeSitter() throws {
        let sources = Repository.partners + Repository.schemas
        let files = try TreeSitter().read(sources.map(\.text))
        #expect(files.count == sources.count)
        expectNone(
            zip(sources, files).map { source, file in
                #expect(file.mistakes.isEmpty, "\(source.path)")
                // Where two patterns took the same node, editors would not agree which counts.
                #expect(Set(file.captures.map(\.range)).count == file.captures.count, "\(source.path)")
                var seen = [Kind?](repeating: nil, count: source.bytes.count)
                for (name, range) in file.captures {
                    for offset in range { seen[offset] = Self.kind(name, Self.captures) }
                }
                // The answer's body, and a reason that is a word of the language, are names to it.
                return differences(source, asNames: ["body", "when"]) { Set(seen[$0.start..<$0.end]) }
            })
    }

    @Test("the tree-sitter grammar folds what takes several lines between brackets", .enabled(if: TreeSitter.isThere))
    func folds() throws {
        let sources = Repository.partners + Repository.schemas
        let files = try TreeSitter().read(sources.map(\.text), query: "folds")
        var count = 0
        for (source, file) in zip(sources, files) {
            var open: [Int] = []
            var expected: Set<[Int]> = []
            for token in SourceToken.all(in: source) {
                let first = source.line(at: token.range.start)
                switch (token.kind, source.bytes[token.range.start]) {
                case (.mark, UInt8(ascii: "{")), (.mark, UInt8(ascii: "[")), (.mark, UInt8(ascii: "(")):
                    open.append(first)
                case (.mark, UInt8(ascii: "}")), (.mark, UInt8(ascii: "]")), (.mark, UInt8(ascii: ")")):
                    if let start = open.popLast() { expected.insert([start, first]) }
                case (.text, _): expected.insert([first, source.line(at: token.range.end)])
                default: break
                }
            }
            let found = Set(
                file.captures.map { [source.line(at: $0.range.lowerBound), source.line(at: $0.range.upperBound)] })
            func several(_ folds: Set<[Int]>) -> Set<[Int]> { folds.filter { $0[1] > $0[0] } }
            count += several(expected).count
            #expect(several(found).symmetricDifference(several(expected)) == [], "\(source.path)")
        }
        #expect(count > 1_900)
    }

    @Test("the tree-sitter parser was made of the grammar as it is")
    func generated() throws {
        let folder = "Sources/Editors/tree-sitter"
        let digest = IntegrationBundle.sha256(Array(try Repository.text("\(folder)/grammar.js").utf8))
        let made = try Repository.text("\(folder)/src/grammar.sha256")
        #expect(made == digest + "\n", "run \(folder)/generate.sh")
    }
}
