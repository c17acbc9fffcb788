import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import TestSupport
import Testing

@Suite("Documentation")
struct DocumentationTests {
    static let pages = ["README.md", "Sources/PostbackLanguage/PostbackLanguage.docc/Language.md"]

    @Test("shows partner files that compile without a finding and whose examples pass", arguments: pages)
    func partnerFiles(_ page: String) throws {
        let blocks = try Repository.text(page).components(separatedBy: "```postback\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let id = try #require(block.firstMatch(of: /partner (\w+)/)).1
            let source = SourceFile(path: "Integrations/\(id).postback", text: block)
            let (partner, diagnostics) = PartnerCompiler.compile(source, schema: Repository.project.schema)
            #expect(DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human).isEmpty)
            let compiled = try #require(partner)
            #expect(compiled.examples.count >= 2)
            for example in compiled.examples {
                let result = ExampleRunner(catalogue: Repository.project.catalogue).run(example, compiled.template)
                #expect(result.differences.isEmpty, "\(result.differences)")
            }
        }
    }

    @Test("has at least 100 codes, each once, of letters and underscores")
    func codes() {
        let codes = DiagnosticRule.all.map(\.code)
        #expect(Set(codes).count == codes.count && codes.count >= 100)
        for rule in DiagnosticRule.all {
            #expect(rule.code.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(rule.code)")
            #expect(rule.explanation.hasSuffix(".") && !rule.title.hasSuffix("."), "\(rule.code)")
        }
    }

    @Test(
        "shows with every code source that has the finding, and the same source mended",
        arguments: DiagnosticRule.all.map(\.code))
    func rule(_ code: String) throws {
        let rule = try #require(DiagnosticRule.rule(code))
        guard let wrong = rule.wrong.source, let right = rule.right.source else { return }
        let found = Self.findings(wrong)
        #expect(found.contains { $0.rule == rule }, "\(found.map(\.rule.code)) instead of \(rule.code)")
        // Every example would need an example: only the rule about them shows one.
        let left = Self.findings(right).filter { $0.rule.code != "no_example" || rule.code == "no_example" }
        #expect(DiagnosticPrinter(sources: [right]).print(left, as: .human).isEmpty, "\(rule.code)")
    }

    private static func findings(_ source: SourceFile) -> [Diagnostic] {
        source.path.hasSuffix(".schema")
            ? CatalogueCompiler.compile([source]).diagnostics
            : PartnerCompiler.compile(source, schema: Repository.project.schema, today: "2026-11-23").diagnostics
    }
}
