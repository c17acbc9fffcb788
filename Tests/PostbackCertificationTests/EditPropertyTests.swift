import Foundation
@testable import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("What makes no difference, and what does")
struct EditPropertyTests {
    private static let project = Repository.project
    private static let partners = project.partners.map(\.template.id)

    /// Some of them, others in every run: a comparison renders thousands of events.
    private static let someOfThem = {
        var generator = SeededGenerator("partners whose edits are compared")
        return Array(partners.shuffled(using: &generator).prefix(12))
    }()

    /// Partners whose changes are looked for. What shows a change is searched for, and all is found of every partner but these: an item's
    /// currency in small letters, an entry that is a number, and credentials that count where others are absent.
    private static let searched = {
        var generator = SeededGenerator("partners whose changes are found")
        let missed = ["attentive", "topsort", "x_ads"]
        return Array(partners.filter { !missed.contains($0) }.shuffled(using: &generator).prefix(10))
    }()

    private func partner(_ id: String) throws -> CompiledPartner {
        try #require(Self.project.partners.first { $0.template.id == id })
    }

    /// What is said of a template in place of a partner's own.
    private func findings(_ partner: CompiledPartner, _ old: PartnerTemplate) -> [Diagnostic] {
        var project = Self.project
        project.partners = [partner]
        return BreakingReport(project, against: FormerIntegrations(partners: [old])).entries.map(\.diagnostic)
    }

    @Test("a template in the form in which it is compared renders every example as before", arguments: partners)
    func normalized(_ id: String) throws {
        let partner = try partner(id)
        var normalizer = TemplateNormalizer()
        let normal = normalizer.normalized(partner.template)
        let runner = ExampleRunner(catalogue: Self.project.catalogue)
        for example in partner.examples {
            let results = [partner.template, normal].map { runner.run(example, $0).outcomes }
            #expect(results[0] == results[1], "\(example.title)")
        }
    }

    @Test("rewriting a template without an effect is no finding, and the same again is none", arguments: someOfThem)
    func refactorings(_ id: String) throws {
        let partner = try partner(id)
        var generator = SeededGenerator("refactorings \(id)")
        for _ in 0..<2 {
            var refactoring = TemplateRefactoring(generator)
            _ = generator.next()
            let old = refactoring.rewritten(partner.template)
            let found = findings(partner, old)
            #expect(found.map(\.message) == [])
        }
    }

    /// A file with comments, empty lines and indentation in other places, and lines of blocks put into shared ones.
    private func relaid(_ text: String, _ generator: inout SeededGenerator) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let end = lines.firstIndex { $0.hasPrefix("example ") } ?? lines.count
        var shared: [String] = []
        var index = 1
        var count = 0
        while index + 2 < end {
            // Two plain lines of a block behind each other become a shared block.
            let pair = lines[index...index + 1]
            let isPlain = pair.allSatisfy { $0.wholeMatch(of: #/ {8}\w+ = [^{}"]+/#) != nil }
            if isPlain, Int.random(in: 0..<2, using: &generator) == 0 {
                count += 1
                shared += ["lines part_\(count) {"] + pair.map { "    " + $0.drop { $0 == " " } } + ["}", ""]
                lines.replaceSubrange(index...index + 1, with: ["        include part_\(count)", ""])
            }
            index += 1
        }
        let place = lines.firstIndex { $0.hasPrefix("postback ") } ?? end
        lines.insert(contentsOf: shared, at: place)
        let rest = lines.firstIndex { $0.hasPrefix("example ") } ?? lines.count
        for index in (1..<rest).reversed() where Int.random(in: 0..<4, using: &generator) == 0 {
            // Nothing stands between a line and what continues it.
            guard !lines[index].hasPrefix("    sample"), !lines[index].hasPrefix("    help") else { continue }
            lines.insert(Bool.random(using: &generator) ? "" : "  // A comment.", at: index)
        }
        return lines.joined(separator: "\n")
    }

    @Test("laying a file out anew, and putting lines into shared blocks, is no finding", arguments: someOfThem)
    func layouts(_ id: String) throws {
        let partner = try partner(id)
        var generator = SeededGenerator("layouts \(id)")
        var compiled = 0
        for _ in 0..<6 {
            let text = relaid(partner.source.text, &generator)
            let source = SourceFile(path: partner.source.path, text: text)
            let (other, diagnostics) = PartnerCompiler.compile(source, schema: Self.project.schema)
            let errors = diagnostics.filter { $0.rule.severity == .error }
            guard let other else {
                Issue.record(
                    "\(errors.map { "\($0.message) in line \(source.location(at: $0.range.start).line)" })\n\(text.prefix(6_000))"
                )
                continue
            }
            compiled += 1
            let found = findings(other, partner.template)
            #expect(found.map(\.message) == [])
        }
        #expect(compiled == 6)
    }

    @Test(
        "a change that an example notices is a finding",
        arguments: searched)
    func mutants(_ id: String) throws {
        let partner = try partner(id)
        var generator = SeededGenerator("mutants \(id)")
        let kindMacro = Self.project.catalogue.macro(.kind)?.name
        let runner = ExampleRunner(catalogue: Self.project.catalogue)
        var mutants = TemplateMutator.Kind.allCases.flatMap { kind in
            TemplateMutator.mutants(of: partner.template, kind, kindMacro: kindMacro).map { (kind, $0) }
        }
        mutants.shuffle(using: &generator)
        var looked = 0
        for (kind, mutant) in mutants where looked < 2 {
            // What only a row of a table shows that no event leads to has no effect.
            let isNoticed = partner.examples.contains { example in
                let result = runner.run(example, mutant.template)
                let isOther = !result.outcomes.isSame(as: runner.run(example, partner.template).outcomes)
                return isOther || kind == .answer && !result.differences.isEmpty
            }
            guard isNoticed else { continue }
            looked += 1
            #expect(!findings(partner, mutant.template).isEmpty, "\(kind): \(mutant.description)")
        }
        #expect(looked > 0)
    }
}
