import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Templates of other platforms")
struct ImportTests {
    private static let folder = "Tests/Goldens/Import"
    private static let cases = (try? Repository.files(folder, ending: ".http")) ?? []
    private static let schema = Repository.project.schema

    /// The templates of a case, and the platform that its first line names.
    private static func read(_ name: String) throws -> (templates: [ImportedTemplate], platform: ImportPlatform) {
        let text = try Repository.text("\(folder)/\(name)")
        let word = text.prefix { $0 != "\n" }.dropFirst(2)
        let (templates, wrong) = ImportedTemplate.file(text, trigger: "install")
        #expect(wrong.isEmpty)
        return (templates, try #require(ImportPlatform(rawValue: String(word))))
    }

    private static func imported(_ name: String) throws -> PartnerImport {
        let (templates, platform) = try read(name)
        return PartnerImport(templates, from: platform, id: "imported", name: "Imported", schema: schema)
    }

    @Test(
        "become the partner file that is expected, which is in its form and passes its own examples", arguments: cases)
    func file(_ name: String) throws {
        let result = try Self.imported(name)
        let path = "\(Self.folder)/\(name.dropLast(5)).postback"
        #expect(try Golden.expected(path, actual: result.text) == result.text)
        let source = SourceFile(path: "imported.postback", text: result.text)
        let (partner, diagnostics) = PartnerCompiler.compile(source, schema: Self.schema)
        let errors = diagnostics.filter { $0.rule.severity == .error }
        #expect(
            result.problems.isEmpty && errors.isEmpty,
            "\(DiagnosticPrinter(sources: [source]).print(errors, as: .human))")
        #expect(SourceFormatter.format(source).text == result.text)
        let compiled = try #require(partner)
        #expect(compiled.examples.count == compiled.template.postbacks.count)
        for example in compiled.examples {
            #expect(ExampleRunner(catalogue: Self.schema.catalogue).run(example, compiled.template).differences == [])
        }
        // Whatever has no place stands in the file, too.
        for note in result.notes { #expect(result.text.contains("// \(note)"), "\(note)") }
    }

    @Test("know at least 95 of 100 placeholders, and tell whose they are by themselves")
    func coverage() throws {
        var (known, all) = (0, 0)
        for name in Self.cases where !["defects.http", "freemarker.http", "bodies.http"].contains(name) {
            let result = try Self.imported(name)
            known += result.placeholders.count { $0.meaning != .field }
            all += result.placeholders.count
            let (templates, platform) = try Self.read(name)
            let found = PartnerImport.platform(of: templates, catalogue: Self.schema.catalogue)
            #expect(found == platform, "\(name)")
        }
        #expect(Double(known) >= 0.95 * Double(all), "\(known) of \(all)")
        #expect(all > 150)
    }

    /// What each placeholder stands for with the samples of iOS, computed by another program; nil for what an iOS device lacks.
    private static func values(_ platform: ImportPlatform) throws -> [(text: String, value: String?)] {
        try Repository.text("\(folder)/values.tsv").split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 3, cells[0] == platform.rawValue else { return nil }
            return (cells[1], cells[2] == "-" ? nil : cells[2])
        }
    }

    /// A URL's parts without encoding; pairs without a value that an iOS device has are left out.
    private static func parts(_ url: String) -> [String] {
        let (address, query) = url.split(at: "?")
        let pairs = query.split(separator: "&").filter { !$0.contains("\u{0}") }.map { pair in
            pair.replacing("+", with: "%20").removingPercentEncoding ?? String(pair)
        }
        return [address.removingPercentEncoding ?? address] + pairs
    }

    @Test(
        "give with samples what expanding them by hand gives",
        arguments: ["adjust", "appsflyer", "singular", "branch", "kochava", "tune", "prebid"])
    func byHand(_ name: String) throws {
        let (templates, platform) = try Self.read("\(name).http")
        let values = try Self.values(platform)
        let result = try Self.imported("\(name).http")
        let (partner, _) = PartnerCompiler.compile(
            SourceFile(path: "imported.postback", text: result.text), schema: Self.schema)
        let template = try #require(partner?.template)
        for written in templates where written.body.isEmpty {
            var expected = written.url
            // Longer ones have others in them.
            for (text, value) in values.sorted(by: { $0.text.count > $1.text.count }) {
                let encoded = value?.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "\u{0}"
                expected = expected.replacing(text, with: encoded)
            }
            var event = PostbackEvent.sample(for: .ios, in: Self.schema.catalogue)
            let isKind = Self.schema.catalogue.kinds.contains { $0.name == written.trigger }
            event[.kind] = .text(isKind ? written.trigger : PostbackTrigger.eventKind)
            event[.name] = isKind ? event[.name] : .text(written.trigger)
            let postback = try #require(
                template.postback(kind: event.kindName ?? "", name: event[.name]?.text, platform: .ios))
            let bound = try BoundPostback(
                postback, of: template, catalogue: Self.schema.catalogue, fields: template.requiredSamples)
            guard case .request(let request) = bound.render(event, context: ExampleRunner.context()) else {
                Issue.record("nothing is sent for \(written.trigger)")
                continue
            }
            let secure = expected.hasPrefix("http://") ? "https" + expected.dropFirst(4) : expected
            #expect(Self.parts(request.url) == Self.parts(secure), "\(request.url)")
        }
    }

    @Test("say what a partner file cannot be made of, and end however deep they are", .timeLimit(.minutes(1)))
    func limits() throws {
        func imported(_ url: String, _ body: String = "", from platform: ImportPlatform = .adjust) -> PartnerImport {
            let template = ImportedTemplate(trigger: "install", method: "POST", url: url, body: body)
            return PartnerImport([template], from: platform, id: "imported", name: "Imported", schema: Self.schema)
        }
        #expect(imported("https://[2001:db8::1]:8080/p").problems.map(\.rule.code) == ["unknown_endpoint"])
        let lists = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
        #expect(imported("https://a.example/", lists).problems.isEmpty)
        let directives = String(repeating: "<@md5>", count: 300) + "${id}" + String(repeating: "</@md5>", count: 300)
        #expect(imported("https://a.example/?a=\(directives)", from: .branch).problems.isEmpty)
        let foreign = (0..<150).map { "k\($0)=%7Bx%7D" }.joined(separator: "&")
        let result = imported("https://a.example/?\(foreign)")
        #expect(result.problems.isEmpty && result.notes.count == 150)
    }

    @Test("may hold anything: what comes of it compiles, and nothing of it is lost without a word")
    func anything() throws {
        var random = SeededGenerator()
        let words = [
            "{", "}", "(", ")", "${", "}!", "<#if ", "<#else>", "</#if>", "<@sha1>", "</@sha1>", "&", "=", "?", "#",
            ";", "/",
            "{idfa}", "(idfa)", "${(user_data.idfa)!}", "{IDFA}", "{{x}}", "%41", "%", "\"", "\\", "é", "\u{0}",
            "\u{202E}",
            " ", "a", "key", "https://", "|", "{a||b}", ":", "@", "{click_id}", "\n", "[", "]", ",", "{\"a\":", "1",
            "null",
        ]
        for _ in 0..<400 {
            func text() -> String {
                (0..<Int.random(in: 0..<14, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                    .joined()
            }
            let platform = ImportPlatform.allCases.randomElement(using: &random) ?? .adjust
            let template = ImportedTemplate(
                trigger: Bool.random(using: &random) ? "install" : "a \"b\"",
                method: Bool.random(using: &random) ? "GET" : "POST",
                url: "https://a.example/\(text())", headers: [.init(name: "X-A", value: text())], body: text())
            let result = PartnerImport(
                [template], from: platform, id: "imported", name: "Imported", schema: Self.schema)
            let source = SourceFile(path: "imported.postback", text: result.text)
            let errors = PartnerCompiler.compile(source, schema: Self.schema).diagnostics.filter {
                $0.rule.severity == .error
            }
            #expect(
                errors.isEmpty,
                "\(template)\n\(result.text)\n\(DiagnosticPrinter(sources: [source]).print(errors, as: .human))")
        }
    }
}

extension String {
    /// What stands in front of a text and behind it.
    fileprivate func split(at separator: String) -> (String, String) {
        guard let range = range(of: separator) else { return (self, "") }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
