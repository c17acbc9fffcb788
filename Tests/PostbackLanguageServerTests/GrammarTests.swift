import Foundation
import PostbackLanguage
@testable import PostbackLanguageServer
import TestSupport
import Testing

@Suite("Grammars for editors")
struct GrammarTests {
    /// What a piece of a file is, as far as every editor has a colour for it.
    private enum Kind: String {
        case comment, text, number, keyword, name, key, step, mark
    }

    private static func kind(_ scope: String) -> Kind? {
        let kinds: [(String, Kind)] = [
            ("comment.", .comment), ("string.", .text), ("constant.character.escape", .text),
            ("constant.numeric", .number), ("keyword.control", .keyword), ("keyword.operator", .mark),
            ("punctuation.", .mark), ("variable.other.property", .key), ("support.function", .step),
        ]
        return kinds.first { scope.hasPrefix($0.0) }?.1 ?? (scope.isEmpty ? nil : .name)
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

    @Test("the TextMate grammar sees in every partner file and schema what the parser reads")
    func textMate() throws {
        let json = try Data(
            contentsOf: Repository.root.appending(path: "Sources/Editors/vscode/syntaxes/postback.tmLanguage.json"))
        let grammar = try TextMateGrammar(json)
        var count = 0
        var different: [String] = []
        for source in Repository.partners + Repository.schemas {
            let scopes = grammar.scopes(of: source.text)
            var place = (bytes: 0, units: 0)
            for (range, kind) in parsed(source, source.path.hasSuffix(".schema") ? .schema : .partner) {
                place.units += source.text(in: SourceRange(place.bytes, range.start)).utf16.count
                place.bytes = range.start
                let text = source.text(in: range)
                let units = zip(scopes[place.units...], text.utf16)
                let found = Set(units.filter { $0.1 != 0x0A }.map { Self.kind($0.0) })
                count += 1
                let isRight =
                    kind == .text
                    ? found.allSatisfy { $0 == .text } : found.count == 1 && isSame(found.first ?? nil, kind)
                if !isRight {
                    let line = source.line(at: range.start)
                    let names = found.map { $0?.rawValue ?? "nothing" }.sorted().joined(separator: "+")
                    different.append(
                        "\(source.path):\(line): '\(text.prefix(30))' is \(kind.rawValue), seen as \(names): "
                            + source.text(in: source.range(ofLine: line)))
                }
            }
        }
        #expect(count > 49_000)
        #expect(different.isEmpty, "\(different.count) of \(count)\n\(different.prefix(20).joined(separator: "\n"))")
    }
}
