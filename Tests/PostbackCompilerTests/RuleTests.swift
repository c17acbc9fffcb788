import Foundation
import PostbackCompiler
import PostbackContract
import PostbackLanguage
import TestSupport
import Testing

@Suite("Rules")
struct RuleTests {
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

    /// The rules' files, as the folder of their category and their name, in lower case and without endings.
    private static func files() throws -> [String] {
        try ["PostbackLanguage", "PostbackCompiler"].flatMap { module in
            let folder = "Sources/\(module)/Diagnostics/Rules"
            return try DiagnosticCategory.allCases.flatMap { category in
                let path = "\(folder)/\(category.rawValue.capitalized)"
                guard FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path) else {
                    return [String]()
                }
                return try Repository.files(path, ending: ".swift").filter { !$0.contains("+") }.map {
                    "\(category.rawValue)/\($0.dropLast(6).lowercased())"
                }
            }
        }
    }

    @Test("stand each in a file of its own, and the handbook is a list of these files")
    func areFiles() throws {
        let listed = DiagnosticRule.all.map { "\($0.category.rawValue)/\($0.code.replacing("_", with: ""))" }
        #expect(try Self.files().sorted() == listed.sorted())
    }

    @Test("have each a finding in words, kept in a file of the rule's name")
    func haveGoldens() throws {
        let folder = "Tests/Goldens/Rules"
        var names: Set<String> = []
        for rule in DiagnosticRule.all {
            // What cannot be shown has no source.
            guard let wrong = rule.wrong.source else { continue }
            let printer = DiagnosticPrinter(sources: [wrong])
            let found = printer.print(Self.findings(wrong).filter { $0.rule == rule }, as: .human)
            names.insert("\(rule.code).txt")
            #expect(try Golden.expected("\(folder)/\(rule.code).txt", actual: found) == found)
            #expect(!found.isEmpty, "\(rule.code)")
        }
        #expect(try Set(Repository.files(folder, ending: "")) == names)
    }

    static func findings(_ source: SourceFile) -> [Diagnostic] {
        if source.path.hasSuffix(".contract") {
            return ContractCompiler.compile(source, today: "2026-11-23").diagnostics
        }
        return source.path.hasSuffix(".schema")
            ? CatalogueCompiler.compile([source]).diagnostics
            : PartnerCompiler.compile(source, schema: Repository.project.schema, today: "2026-11-23").diagnostics
    }
}
