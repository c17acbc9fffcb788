import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackTemplate
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
            let id = try #require(block.firstMatch(of: /(?m)^partner (\w+) "/)).1
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

    /// The part of a file that a kind of fenced code is.
    private static func part(_ fence: String, _ code: String) -> RuleExample? {
        switch fence {
        case "postback-declarations": .declarations(code)
        case "postback-request": .postback(code)
        case "postback-query": .query(code)
        case "postback-json": .json(code)
        case "schema": .schema(code)
        default: nil
        }
    }

    @Test("shows no other code than what compiles, in the canonical form")
    func fragments() throws {
        let page = try Repository.text("Sources/PostbackLanguage/PostbackLanguage.docc/Language.md")
        let blocks = page.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        var seen: Set<String> = []
        for block in blocks {
            let fence = String(block.prefix { $0 != "\n" })
            let code = String(block.dropFirst(fence.count + 1))
            seen.insert(fence)
            let source =
                fence == "postback"
                ? SourceFile(path: "Integrations/x.postback", text: code + "\n") : Self.part(fence, code)?.source
            let file = try #require(source, "a block of code that no test knows: \(fence)")
            #expect(SourceFormatter.format(file).text == file.text, "\(fence): \(code.prefix(60))")
            guard fence != "postback" else { continue }
            // Fragments leave out endpoints that they do not use, and examples.
            let noise: Set<String> = ["no_example", "unused_declaration", "path_may_be_absent"]
            let found = RuleTests.findings(file).filter { !noise.contains($0.rule.code) }
            #expect(DiagnosticPrinter(sources: [file]).print(found, as: .human).isEmpty)
        }
        #expect(seen.count == 6)
    }

    @Test("lists every transform with what it does and an example")
    func transforms() throws {
        let path = "Sources/PostbackLanguage/PostbackLanguage.docc/Language.md"
        let page = try Repository.text(path)
        var table = "| transform | what it does | example |\n| --- | --- | --- |\n"
        for name in TransformName.allCases {
            let example = name.definition.example.replacing("|", with: "\\|")
            table += "| `\(name.call)` | \(name.definition.summary) | `\(example)` |\n"
        }
        let (start, end) = ("<!-- transforms -->\n", "<!-- end -->")
        let parts = page.components(separatedBy: start)
        let rest = try #require(parts.last?.components(separatedBy: end))
        let expected = parts[0] + start + table + end + rest.dropFirst().joined(separator: end)
        #expect(try Golden.expected(path, actual: expected) == expected)
    }

    /// README, the articles of every module and what contributors read.
    private static func articles() throws -> [String] {
        let sources = Repository.root.appending(path: "Sources")
        let modules = try FileManager.default.contentsOfDirectory(atPath: sources.path)
        let catalogues = modules.map { "Sources/\($0)/\($0).docc" }.filter {
            FileManager.default.fileExists(atPath: Repository.root.appending(path: $0).path)
        }
        return try ["README.md", "CONTRIBUTING.md"]
            + catalogues.flatMap { folder in try Repository.files(folder, ending: ".md").map { "\(folder)/\($0)" } }
    }

    @Test("shows no Swift that is not compiled")
    func swift() throws {
        let compiled = try [
            "Tests/CertifiedIntegrationsTests/DocumentedExamples.swift", "Tests/Consumer/Package.swift",
        ].map(Repository.text).joined(separator: "\n")
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty && !$0.hasPrefix("import ") }
        }
        let all = lines(compiled).joined(separator: "\n")
        var count = 0
        for page in try Self.articles() {
            for block in try Repository.text(page).components(separatedBy: "```swift\n").dropFirst() {
                let code = lines(block.components(separatedBy: "```")[0]).joined(separator: "\n")
                #expect(all.contains(code), "\(page): \(code)")
                count += 1
            }
        }
        #expect(count >= 5)
    }

    @Test("names no file that is not there, and links to none")
    func files() throws {
        for page in try Self.articles() {
            let text = try Repository.text(page)
            let named = text.matches(of: /`((?:Sources|Tests|Schemas|Integrations|\.ci)\/[^`<…\s]*[^`<…\s\/])[`\s]/).map
            {
                String($0.1)
            }
            let folder = page.contains("/") ? URL(filePath: page).deletingLastPathComponent().relativePath + "/" : ""
            let linked = text.matches(of: /\]\(([^):#]+)\)/).map {
                folder + $0.1.split(whereSeparator: \.isNewline).joined()
            }
            // Patterns, and the file that README shows.
            for path in named + linked where !path.contains("*") && !path.hasSuffix("example_ads.postback") {
                let exists = FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
                #expect(exists, "\(page) names \(path)")
            }
        }
        let recipes = try Repository.text("CONTRIBUTING.md").matches(of: /`(?:Sources|Tests)\//).count
        #expect(recipes > 25)
    }

    @Test("fits into ten minutes")
    func sizes() throws {
        #expect(try Repository.text("README.md").utf8.count < 12_000)
    }
}
