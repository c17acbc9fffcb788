import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import TestSupport
import Testing

/// Every file of the folders is a case: adding a case is adding a file.
@Suite("Goldens")
struct GoldenTests {
    static func cases(_ folder: String) -> [String] {
        ((try? Repository.files("Tests/Goldens/\(folder)", ending: ".postback")) ?? []).map { String($0.dropLast(9)) }
    }

    private func source(_ folder: String, _ name: String) throws -> SourceFile {
        SourceFile(path: "\(name).postback", text: try Repository.text("Tests/Goldens/\(folder)/\(name).postback"))
    }

    @Test("a partner file gives its template", arguments: cases("Templates"))
    func template(_ name: String) throws {
        let (partner, diagnostics) = PartnerCompiler.compile(
            try source("Templates", name), schema: Repository.project.schema)
        try #require(!diagnostics.hasErrors, "\(diagnostics.map(\.message))")
        let outline = TemplateOutline.describe(try #require(partner).template)
        #expect(try outline == Golden.expected("Tests/Goldens/Templates/\(name).template", actual: outline))
    }

    @Test("a partner file gives its Swift source, the same every time", arguments: cases("Swift"))
    func swift(_ name: String) throws {
        let partner = try #require(
            PartnerCompiler.compile(try source("Swift", name), schema: Repository.project.schema).partner)
        let generator = SwiftGenerator(catalogue: Repository.project.catalogue)
        let file = try #require(generator.files([partner]).first)
        #expect(generator.files([partner]).first == file)
        #expect(try file.text == Golden.expected("Tests/Goldens/Swift/\(name).swift.golden", actual: file.text))
    }

    @Test("a wrong file gives its diagnostics", arguments: cases("Diagnostics"))
    func diagnostics(_ name: String) throws {
        let source = try source("Diagnostics", name)
        let diagnostics = Self.findings(source)
        let text = DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human)
        #expect(!text.isEmpty)
        #expect(try text == Golden.expected("Tests/Goldens/Diagnostics/\(name).txt", actual: text))
    }

    @Test("safe fixes take away what they are for, and add no finding", arguments: cases("Diagnostics"))
    func safeFixes(_ name: String) throws {
        let source = try source("Diagnostics", name)
        let before = Self.findings(source)
        guard let (text, count) = before.fixing(source) else { return }
        let fixed = SourceFile(path: source.path, text: text)
        let after = Self.findings(fixed)
        let safe = before.filter { $0.fix?.applicability == .safe }
        #expect(count == safe.count)
        for rule in Set(safe.map(\.rule)) {
            #expect(
                !after.contains { $0.rule == rule && $0.fix?.applicability == .safe }, "\(rule.code) is still there")
        }
        // What a mistake of form had hidden may show now; what was seen before is not seen twice.
        #expect(after.filter { $0.rule.category == .syntax }.count <= before.count - count)
    }

    @Test("the ledger of poor messages names cases that there are")
    func ledger() throws {
        let lines = try Repository.text("Tests/Goldens/Diagnostics/LEDGER.md").split(separator: "\n")
        let named = lines.compactMap { $0.firstMatch(of: /^\| `(\w+)` \|/).map { String($0.1) } }
        #expect(named.count > 10 && Set(named).isSubset(of: Self.cases("Diagnostics")))
    }

    private static func findings(_ source: SourceFile) -> [Diagnostic] {
        PartnerCompiler.compile(source, schema: Repository.project.schema, today: "2026-11-23").diagnostics
    }

    @Test("there are cases in every folder")
    func foldersAreFilled() {
        #expect(
            Self.cases("Templates").count >= 2 && Self.cases("Swift").count >= 2
                && Self.cases("Diagnostics").count >= 150)
    }
}
