import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackTemplate
import TestSupport
import Testing

@Suite("An edit")
struct BreakingTests {
    private static let folder = "Tests/Goldens/Breaking"
    private static let schemas = Repository.schemas

    /// The project of one partner file, called as its partner; of none where there is no text.
    private static func project(_ text: String?) -> Project {
        let files = text.map { text -> [SourceFile] in
            let id = text.split(separator: "\n").lazy.compactMap { $0.wholeMatch(of: /partner (\w+) .*/)?.1 }.first
            return [SourceFile(path: "Integrations/\(id ?? "sample").postback", text: text)]
        }
        return Project(schemas: schemas, partners: files ?? [])
    }

    /// What an edit does, for people; the older file stands in a folder of its own.
    private static func findings(_ before: String, _ after: String?) throws -> (
        entries: [BreakingReport.Entry], text: String
    ) {
        let (old, new) = (project(before), project(after))
        let wrong = (old.diagnostics + new.diagnostics).filter { $0.rule.severity == .error }
        try #require(wrong.isEmpty, "\(wrong.map(\.message))")
        let report = BreakingReport(new, against: FormerIntegrations(old))
        let printer = DiagnosticPrinter(sources: new.sources)
        return (
            report.entries,
            printer.print(
                report.entries.map { entry in
                    var diagnostic = entry.diagnostic
                    diagnostic.related = []
                    return diagnostic
                }, as: .human)
        )
    }

    private static func raised(_ text: String) -> String { text.replacing("\nrevision 1\n", with: "\nrevision 2\n") }

    @Test("has a folder with the file before and after for every rule, and is described as in that folder")
    func goldens() throws {
        for rule in DiagnosticRule.breaking {
            guard let before = rule.right.source?.text else { continue }
            let isOfRevision = rule.category == .revision
            let after = rule.wrong.source.map { isOfRevision ? $0.text : Self.raised($0.text) }
            let path = "\(Self.folder)/\(rule.code)"
            #expect(try Golden.expected("\(path)/before.postback", actual: before) == before)
            if let after { #expect(try Golden.expected("\(path)/after.postback", actual: after) == after) }
        }
        let cases = try Repository.files(Self.folder, ending: "")
        for name in cases {
            let path = "\(Self.folder)/\(name)"
            let files = try Repository.files(path, ending: ".postback")
            let (entries, text) = try Self.findings(
                Repository.text("\(path)/before.postback"),
                files.contains("after.postback") ? Repository.text("\(path)/after.postback") : nil)
            #expect(try Golden.expected("\(path)/findings.txt", actual: text) == text, "\(name)")
            if let rule = DiagnosticRule.breakingRule(name) {
                #expect(entries.contains { $0.diagnostic.rule == rule }, "\(name): \(text)")
            }
        }
        let shown = DiagnosticRule.breaking.filter { $0.right.source != nil }.map(\.code)
        #expect(Set(shown).isSubset(of: cases))
    }

    @Test("has at least 40 rules in five categories, each in a file of its own, with codes that no other rule has")
    func rules() throws {
        let rules = DiagnosticRule.breaking
        #expect(rules.count >= 40)
        #expect(
            Set(rules.map(\.category)) == [.configuration, .request, .delivery, .disclosure, .revision])
        let codes = (rules + DiagnosticRule.all).map(\.code)
        #expect(Set(codes).count == codes.count)
        let files = try ["Configuration", "Request", "Delivery", "Disclosure", "Revision"].flatMap { category in
            try Repository.files("Sources/PostbackCompiler/Breaking/Rules/\(category)", ending: ".swift")
                .filter { !$0.contains("+") }.map { "\(category.lowercased())/\($0.dropLast(6).lowercased())" }
        }
        let listed = rules.map { "\($0.category.rawValue)/\($0.code.replacing("_", with: ""))" }
        #expect(files.sorted() == listed.sorted())
        for rule in rules {
            #expect(rule.explanation.hasSuffix(".") && !rule.title.hasSuffix("."), "\(rule.code)")
        }
    }

    @Test("that has an effect shows an event, and both render what it shows")
    func witnesses() throws {
        for rule in DiagnosticRule.breaking where rule.category == .request || rule.category == .disclosure {
            guard let before = rule.right.source?.text, let after = rule.wrong.source?.text, rule != .secretShown
            else { continue }
            let (entries, text) = try Self.findings(before, Self.raised(after))
            let entry = try #require(entries.first { $0.diagnostic.rule == rule }, "\(rule.code): \(text)")
            let witness = try #require(entry.witness, "\(rule.code)")
            #expect(witness.before != witness.after, "\(rule.code)")
        }
    }

    @Test("of a schema that withholds less, or classifies less, is a finding")
    func schemas() throws {
        let file = try #require(Repository.partners.first)
        let old = Project(schemas: Self.schemas, partners: [file])
        let edits = [
            ("signal privacy.limit_ad_tracking = true withholds identifier\n", "", "signal_removed"),
            ("macro user.id : text class identifier", "macro user.id : text", "class_removed"),
        ]
        for (text, other, code) in edits {
            let schemas = Self.schemas.map {
                SourceFile(path: $0.path, text: $0.text.replacing(text, with: other))
            }
            #expect(schemas.map(\.text) != Self.schemas.map(\.text), "\(code) is no edit")
            let found = BreakingReport(
                Project(schemas: schemas, partners: [file]), against: FormerIntegrations(old)
            ).entries.map(\.diagnostic.rule.code)
            #expect(found.contains(code), "\(found)")
        }
    }
}
