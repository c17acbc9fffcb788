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
            let (partner, diagnostics) = PartnerCompiler.compile(source, catalogue: Repository.project.catalogue)
            #expect(DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human).isEmpty)
            let compiled = try #require(partner)
            #expect(compiled.examples.count >= 2)
            for example in compiled.examples {
                let result = ExampleRunner(catalogue: Repository.project.catalogue).run(example, compiled.template)
                #expect(result.differences.isEmpty, "\(result.differences)")
            }
        }
    }

    @Test("explains every code once, with a wrong and a right example")
    func rules() {
        let codes = DiagnosticRule.all.map(\.code)
        #expect(Set(codes).count == codes.count && codes.count >= 50)
        for rule in DiagnosticRule.all {
            #expect(!rule.explanation.isEmpty && !rule.wrong.isEmpty && !rule.right.isEmpty, "\(rule.code)")
            #expect(rule.code.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(rule.code)")
        }
    }
}
