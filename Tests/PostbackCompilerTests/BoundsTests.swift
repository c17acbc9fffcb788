import PostbackCompiler
import PostbackLanguage
import TestSupport
import Testing

@Suite("Bounds")
struct BoundsTests {
    private func findings(_ source: SourceFile) -> [Diagnostic] {
        PartnerCompiler.compile(source, schema: Repository.project.schema).diagnostics
    }

    @Test("a file has 2,000 declarations and no more, and says so once")
    func declarations() {
        let lets = (0..<2_000).map { "let a\($0) = device.ip\n" }.joined()
        let found = findings(SmallPartner.source(lets))
        #expect(found.count { $0.rule.code == "too_many_declarations" } == 1)
        #expect(!findings(SmallPartner.postback("query { a = device.ip }")).hasErrors)
    }

    @Test("of many findings the first 200 are shown, and how many more there are")
    func count() throws {
        let lines = (0..<300).map { "a\($0) = device.idfaa\n" }.joined()
        let found = findings(SmallPartner.postback("query {\n\(lines)}"))
        #expect(found.count == 201)
        let last = try #require(found.last)
        #expect(last.rule.code == "too_many_findings" && last.message == "there are 100 more findings from here on")
    }

    @Test("an error behind more warnings than are kept still refuses the file")
    func lateError() {
        let warnings = (0..<1_500).map { "insecure a\($0) = device.ip\n" }.joined()
        let source = SmallPartner.postback("query {\n\(warnings)z = device.idfaa\n}")
        let (partner, diagnostics) = PartnerCompiler.compile(source, schema: Repository.project.schema)
        #expect(partner == nil && !diagnostics.isEmpty)
    }

    @Test("what a file may hold is far above what partners need")
    func headroom() {
        for source in Repository.partners {
            #expect(source.bytes.count < SourceFile.maximumSize / 20)
            #expect(Parser.parsePartner(source).0.items.count < Parser.maximumDeclarations / 20)
        }
    }
}
