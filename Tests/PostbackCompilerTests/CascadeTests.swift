import Foundation
import PostbackCompiler
import TestSupport
import Testing

@testable import PostbackLanguage

/// What one wrong token does: `POSTBACK_CASCADES=all swift test --filter CascadeTests` deletes, doubles and replaces every
/// token of every partner file; without it 600 of these edits are drawn at random.
@Suite("Cascades")
struct CascadeTests {
    private struct Edit {
        var source: SourceFile
        var token: SourceRange
        var other: SourceRange
        var damage: TokenDamage

        var result: SourceFile { damage.apply(to: source, at: token, with: other) }
    }

    @Test(
        "one damaged token gives one finding in the middle, three at the 95th percentile, none without words or place")
    func singleTokens() {
        var counts: [Int] = []
        var worst: (count: Int, edit: Edit)?
        let edits = Self.edits()
        for edit in edits {
            let source = edit.result
            let diagnostics = PartnerCompiler.compile(source, schema: Repository.project.schema).diagnostics
            if !diagnostics.isEmpty { counts.append(diagnostics.count) }
            if diagnostics.count > worst?.count ?? 0 { worst = (diagnostics.count, edit) }
            for diagnostic in diagnostics {
                let isInside =
                    diagnostic.range.start >= 0 && diagnostic.range.start <= diagnostic.range.end
                    && diagnostic.range.end <= source.bytes.count
                #expect(isInside && !diagnostic.message.isEmpty, "\(edit.source.path) at \(edit.token.start)")
            }
        }
        counts.sort()
        let (middle, most) = (counts[counts.count / 2], counts[counts.count * 95 / 100])
        if let (count, edit) = worst {
            let line = edit.source.location(at: edit.token.start).line
            let (token, other) = (edit.source.text(in: edit.token), edit.source.text(in: edit.other))
            print("most findings, \(count): \(edit.damage) at \(edit.source.path):\(line), '\(token)' and '\(other)'")
        }
        print("\(edits.count) edits, \(edits.count - counts.count) without a finding")
        print("findings of the others: median \(middle), 95th percentile \(most), most \(counts.last ?? 0)")
        let shares = (1...5).map { wanted in "\(wanted): \(counts.count { $0 == wanted } * 100 / counts.count)%" }
        print("shares: \(shares.joined(separator: ", ")), more: \(counts.count { $0 > 5 } * 100 / counts.count)%")
        #expect(middle == 1)
        // Measured over every token: 3. One more leaves room for the edits that a seed happens to choose.
        #expect(most <= 4)
    }

    private static func edits() -> [Edit] {
        var random = SeededGenerator()
        var edits: [Edit] = []
        for source in Repository.partners {
            var lexer = Lexer(source)
            let tokens = lexer.lex().filter { $0.kind != .newline && $0.kind != .end }.map(\.range)
            for token in tokens {
                for damage in TokenDamage.allCases {
                    guard let other = tokens.randomElement(using: &random) else { continue }
                    edits.append(Edit(source: source, token: token, other: other, damage: damage))
                }
            }
        }
        if ProcessInfo.processInfo.environment["POSTBACK_CASCADES"] == "all" { return edits }
        return (0..<600).compactMap { _ in edits.randomElement(using: &random) }
    }
}
