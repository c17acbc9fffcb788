import Foundation
import TestSupport
import Testing

@Suite("Import")
struct ImportCommandTests {
    private static let page = "Sources/PostbackLanguage/PostbackLanguage.docc/Import.md"

    /// The blocks of code of a kind on the page that explains it.
    private static func blocks(_ kind: String) throws -> [String] {
        try Repository.text(page).components(separatedBy: "```\(kind)\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }

    @Test("as its page calls it gives a partner file that passes check, format and test, and says what it knew")
    func page() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("Integrations"), withIntermediateDirectories: true)
        let call = try #require(try Self.blocks("sh").first?.components(separatedBy: "> Integrations").first)
        let words = call.replacing("\\\n", with: " ").split(whereSeparator: \.isWhitespace).dropFirst().map {
            $0.trimmingCharacters(in: .init(charactersIn: "'"))
        }
        let result = try CommandTests.postback(words)
        #expect(result.status == 0 && result.errors == "adjust: 5 of 5 placeholders are known\n", "\(result.errors)")
        let file = folder.path("Integrations/example_ads.postback")
        try result.output.write(toFile: file, atomically: true, encoding: .utf8)
        let schemas = ["--project", folder.url.path, "--schemas", Repository.root.appending(path: "Schemas").path]
        for verb in [["check"], ["format", "--check"], ["test"]] {
            let options = verb[0] == "format" ? [file] : schemas
            let checked = try CommandTests.postback(verb + options)
            #expect(checked.status == 0, "\(verb): \(checked.output)\(checked.errors)")
        }
        // The file with headers and a body.
        let request = folder.path("templates.http")
        try (try Self.blocks("text").first ?? "").write(toFile: request, atomically: true, encoding: .utf8)
        let explained = try CommandTests.postback(["import", "--file", request, "--explain"])
        #expect(explained.status == 0, "\(explained.errors)")
        #expect(explained.output.contains("{revenue_float}  macro  revenue.amount\n"))
        #expect(explained.output.contains("note: purchase: the header 'Authorization' has a credential"))
    }

    @Test("says what is wrong with a call")
    func wrongCalls() throws {
        let url = "https://a.example/?a={click_id}"
        for (call, said) in [
            ([], "a template is needed"), (["install"], "'install' is no template: it has no URL"),
            (["--from", "adjus", url], "did you mean 'adjust'"), ([url, url], "two templates are for 'install'"),
            (["https://a.example/?a=1"], "no platform's placeholders"),
            (["--id", "A b", url], "'A b' cannot be an id"),
            (["=\(url)"], "is no template: it has no URL"), (["a.example/?u=\(url)"], "is no template: it has no URL"),
            (["\(url)&b=\(String(repeating: "x", count: 70_000))"], "is longer than 65536 bytes"),
            (["--name", "\"", url], "a name has no quotes"),
            (["--file", "/nowhere", url], "'/nowhere' cannot be read"),
        ] {
            let result = try CommandTests.postback(["import"] + call)
            #expect(result.status == 2 && result.errors.contains(said), "\(call): \(result.errors)")
        }
    }
}
