import PostbackSupport
import Testing

@testable import PostbackLanguage

@Suite("Parser")
struct ParserTests {
    private func diagnostics(_ text: String) -> [String] {
        let source = SourceFile(path: "x.postback", text: text)
        let (_, diagnostics) = Parser.parsePartner(source)
        return DiagnosticPrinter(sources: [source]).print(diagnostics, as: .line).split(separator: "\n").map(
            String.init)
    }

    @Test("goes on at the next line after a mistake, and reports each mistake once")
    func recovery() {
        let text = """
            partner x "X"
            revison 3
            postback install {
                GET api "/i"
                query {
                    a device.ip
                    b = device.idfa |
                    c = "x"
                    d = ]
                }
            }
            let y = "open
            let z = device.ip
            """
        #expect(
            diagnostics(text) == [
                "x.postback:2:1: error: 'revison' is not a declaration; did you mean 'revision'? [unknown_word]",
                "x.postback:6:11: error: expected '=' behind the key 'a', found 'device' [unexpected_token]",
                "x.postback:8:11: error: expected the end of the line, found '=' [unexpected_token]",
                "x.postback:9:13: error: expected a value, found ']' [unexpected_token]",
                "x.postback:12:9: error: this text is not closed [unterminated_text]",
            ])
    }

    @Test("nests as deeply as any file needs, and no deeper")
    func depth() {
        let deep = "let a = " + String(repeating: "(", count: 50_000)
        #expect(diagnostics(deep).contains { $0.contains("[nested_too_deeply]") })
        let holes = "let a = " + String(repeating: "\"{", count: 3_000)
        #expect(!diagnostics(holes).isEmpty)
        let fine = "let a = " + String(repeating: "(", count: 20) + "device.ip" + String(repeating: ")", count: 20)
        #expect(diagnostics(fine).isEmpty)
    }

    @Test("points at invisible characters by their code")
    func invisible() {
        #expect(
            diagnostics("let a = \"x\u{200B}\"") == [
                "x.postback:1:11: error: the text holds the invisible character U+200B; fix: delete the character [invisible_character]"
            ])
    }

    @Test("reads blocks of text without the indentation they share")
    func blocks() throws {
        let source = SourceFile(path: "x", text: "documentation \"\"\"\n    a\n      b \\{\n    \"\"\"\n")
        let (file, diagnostics) = Parser.parsePartner(source)
        #expect(diagnostics.isEmpty)
        guard case .property(let property)? = file.declarations.first, case .text(let text) = property.value else {
            Issue.record("no property")
            return
        }
        #expect(text.text == "a\n  b \\{")
    }
}

@Suite("Diagnostics")
struct PrinterTests {
    @Test("stand under the source with the caret at the place, wide characters and tabs counted")
    func human() {
        let source = SourceFile(path: "x.postback", text: "let a = \"漢字\"\tfoo\n")
        let (_, diagnostics) = Parser.parsePartner(source)
        #expect(
            DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human) == """
                error[unexpected_token]: expected the end of the line, found 'foo'
                 --> x.postback:1:14
                  |
                1 | let a = "漢字"    foo
                  |                   ^^^

                """)
    }

    @Test("become SARIF, JSON and annotations")
    func machine() {
        let source = SourceFile(path: "a b.postback", text: "revison 1\n")
        let (_, diagnostics) = Parser.parsePartner(source)
        let printer = DiagnosticPrinter(sources: [source])
        #expect(
            printer.print(diagnostics, as: .github)
                == "::error file=a b.postback,line=1,endLine=1,col=1,endColumn=8,title=unknown_word::'revison' is not a declaration; did you mean 'revision'?\n"
        )
        let sarif = printer.print(diagnostics, as: .sarif)
        #expect(
            sarif.contains("\"version\" : \"2.1.0\"") && sarif.contains("\"uri\" : \"a%20b.postback\"")
                && sarif.contains("\"startColumn\" : 1"))
        #expect(printer.print(diagnostics, as: .json).contains("\"suggestion\" : \"revision\""))
    }

    @Test("offer the nearest name and none that is far")
    func suggestions() {
        #expect(
            Suggestion.nearest(to: "device.idfaa", among: ["device.idfv", "device.idfa", "geo.city"]) == "device.idfa")
        #expect(Suggestion.nearest(to: "revneue.amount", among: ["revenue.amount"]) == "revenue.amount")
        #expect(Suggestion.nearest(to: "zzz", among: ["device.idfa"]) == nil)
    }
}
