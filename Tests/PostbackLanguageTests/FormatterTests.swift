@testable import PostbackLanguage
import TestSupport
import Testing

@Suite("Formatter")
struct FormatterTests {
    @Test(
        "leaves the project's own files as they are", arguments: (Repository.partners + Repository.schemas).map(\.path))
    func ownFiles(_ path: String) throws {
        let source = SourceFile(path: path, text: try Repository.text(path))
        #expect(SourceFormatter.format(source).text == source.text)
    }

    @Test("writes any tree so that it is read as the same tree, and written the same again")
    func randomTrees() {
        var generator = SyntaxGenerator(SeededGenerator())
        for round in 0..<3_000 {
            let file = generator.file()
            let text = SourceFormatter.format(file)
            let source = SourceFile(path: "x.postback", text: text)
            let (read, diagnostics) = Parser.parsePartner(source)
            guard diagnostics.isEmpty else {
                Issue.record("round \(round): \(DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human))")
                return
            }
            guard SyntaxDump.describe(file) == SyntaxDump.describe(read) else {
                Issue.record(
                    "round \(round), read as another tree:\n\(text)\n\(SyntaxDump.describe(file))\n\(SyntaxDump.describe(read))"
                )
                return
            }
            let again = SourceFormatter.format(source).text
            #expect(again == text, "round \(round)")
        }
    }

    @Test("brings any layout of a file into one form, and keeps its tree and its comments")
    func randomLayouts() throws {
        var random = SeededGenerator()
        // Others in every run, as many as take half a minute.
        for source in Repository.partners.shuffled(using: &random).prefix(12) {
            for _ in 0..<8 {
                let shaken = SourceFile(path: source.path, text: Self.shaken(source.text, &random))
                let (before, diagnostics) = Parser.parsePartner(shaken)
                try #require(diagnostics.isEmpty)
                let text = try #require(SourceFormatter.format(shaken).text)
                let formatted = SourceFile(path: source.path, text: text)
                let (after, _) = Parser.parsePartner(formatted)
                #expect(SyntaxDump.describe(after) == SyntaxDump.describe(before))
                #expect(after.comments.map(\.text) == before.comments.map(\.text))
                #expect(SourceFormatter.format(formatted).text == text)
            }
        }
    }

    /// A file with other indentation, with comments at the ends of lines and on lines of their own, and empty lines.
    private static func shaken(_ text: String, _ random: inout SeededGenerator) -> String {
        var isInBlock = false
        var count = 0
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let hasQuotes = line.contains("\"\"\"")
            defer { if hasQuotes, line.components(separatedBy: "\"\"\"").count == 2 { isInBlock.toggle() } }
            guard !isInBlock, !hasQuotes else { return String(line) }
            var result = String(repeating: " ", count: Int.random(in: 0...6, using: &random))
            // A declaration at the start of its line stays there: it is how reading goes on after a mistake.
            result += line.drop { $0 == " " }
            count += 1
            switch Int.random(in: 0..<12, using: &random) {
            case 0 where !line.contains("//") && !line.isEmpty: result += " // end \(count)"
            case 1: result += "\n\n\n// own \(count)"
            case 2: result += "\n"
            default: break
            }
            return result
        }.joined(separator: "\n")
    }

    @Test("keeps comments where they stand, and one empty line between groups")
    func comments() throws {
        let source = SourceFile(
            path: "x.postback",
            text: """
                // First.
                partner x   "X" // behind
                // Between.



                revision 1
                map m { // opened
                  a->"1" , b -> "2" // two

                  // before else
                  else->skip
                  // at the end
                }
                let l = [ a, // one
                  b ]
                allow open_host "why" until 2027-01-31
                let k = { a = 1, b = when { x is present -> 1  else -> 2 } }

                """)
        #expect(
            try #require(SourceFormatter.format(source).text) == """
                // First.
                partner x "X" // behind
                // Between.

                revision 1

                map m {
                    // opened
                    a -> "1"
                    b -> "2" // two

                    // before else
                    else -> skip
                    // at the end
                }

                let l = [
                    a, // one
                    b
                ]

                allow open_host "why" until 2027-01-31
                let k = { a = 1, b = when { x is present -> 1, else -> 2 } }

                """)
    }

    @Test(
        "reads lines that end as on Windows, and writes them as everywhere else",
        arguments: Repository.partners.map(\.path))
    func carriageReturns(_ path: String) throws {
        let text = try Repository.text(path)
        let source = SourceFile(path: path, text: text.replacing("\n", with: "\r\n"))
        #expect(SourceFormatter.format(source).text == text)
    }

    @Test("changes nothing in a file with a mistake, and says where it is")
    func mistakes() {
        let (text, diagnostics) = SourceFormatter.format(SourceFile(path: "x.postback", text: "partner x\n"))
        #expect(text == nil && diagnostics.count == 1)
    }
}
