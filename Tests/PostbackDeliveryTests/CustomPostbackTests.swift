import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

/// Every configuration of the folder is a case: adding a case is adding a file.
@Suite("A custom postback")
struct CustomPostbackTests {
    static let folder = "Tests/Goldens/Custom"
    static let cases = ((try? Repository.files(folder, ending: ".json")) ?? []).map { String($0.dropLast(5)) }

    private static let catalogue = Repository.project.catalogue
    private static let partners = Repository.project.partners.map(\.template)

    private static func decode(_ json: String, _ warnings: inout [ConfigurationProblem]) throws
        -> [AccountConfiguration]
    {
        try ConfigurationDecoder(partners: partners, catalogue: catalogue).decode(json.utf8, warnings: &warnings)
    }

    /// What is said of a configuration, and what each event of the fixture gives.
    private static func text(_ json: String) throws -> String {
        var warnings: [ConfigurationProblem] = []
        var text = ""
        do {
            let accounts = try decode(json, &warnings)
            let postbacks = try ConfiguredPostbacks(accounts, partners: partners, catalogue: catalogue)
            let decoder = EventDecoder(catalogue: catalogue)
            for line in try Repository.text("\(folder)/events.jsonl").split(separator: "\n") {
                let event = try decoder.decode(line.utf8).event
                let context = RenderContext(now: Timestamp(seconds: 1_795_420_800), random: 7, uuid: "u-1")
                for outcome in postbacks.render(event, context: context) { text += describe(outcome) }
            }
        } catch let error as ConfigurationProblems {
            text += error.problems.map { "error: \($0.description)\n" }.joined()
        }
        return warnings.map { "warning: \($0.description)\n" }.joined() + text
    }

    private static func describe(_ outcome: ConfiguredPostbacks.Outcome) -> String {
        let name = "\(outcome.partner ?? "-") \(outcome.postback ?? "-")"
        switch outcome.outcome {
        case .skipped(let skip): return "\(name): skipped \(skip)\n"
        case .request(let request):
            let headers = request.headers.map { "    \($0.name): \($0.value)\n" }.joined()
            let body = request.body.isEmpty ? "" : "    \(String(decoding: request.body, as: UTF8.self))\n"
            return
                "\(name): \(request.method.rawValue) \(request.url) after \(outcome.delay.seconds)s, \(outcome.attempts) attempts\n"
                + headers + body
        }
    }

    @Test("gives what its configuration says, or is told what is wrong with it and where", arguments: cases)
    func goldens(_ name: String) throws {
        let text = try Self.text(try Repository.text("\(Self.folder)/\(name).json"))
        #expect(try text == Golden.expected("\(Self.folder)/\(name).txt", actual: text))
    }

    @Test("has cases for every setting of the schema")
    func settings() throws {
        let schema = try JSONValue(parsing: Repository.text("Schemas/configuration.schema.json").utf8)
        guard case .object(let members)? = schema["$defs"]?["custom"]?["properties"] else {
            Issue.record("the schema has no custom postbacks")
            return
        }
        let article = try Repository.text("Sources/PostbackDelivery/PostbackDelivery.docc/CustomPostbacks.md")
        let table = article.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "|").first }.joined()
        let all = try Self.cases.map { try Repository.text("\(Self.folder)/\($0).json") }.joined()
        #expect(members.count >= 16)
        for (key, _) in members {
            #expect(all.contains("\"\(key)\""), "\(key)")
            #expect(table.contains("`\(key)`"), "\(key) is not in the article")
        }
        // The article's own example is a configuration without a finding.
        let block = try #require(article.split(separator: "```json\n").last?.split(separator: "```").first)
        var warnings: [ConfigurationProblem] = []
        #expect(try Self.decode(String(block), &warnings).first?.apps.first?.partners.count == 2)
        #expect(warnings.map(\.description) == [])
    }

    @Test("renders the same bytes as a partner file that says the same")
    func sameAsPartnerFile() throws {
        let source = SmallPartner.source(
            """
            postback install {
                POST api "/in/{event.id}"
                query {
                    cid = click.id
                    h = device.idfa | lowercase | sha256
                    t = "a b{app.id}"
                }
                headers { X-A = "v {event.name}" }
                json { n = revenue.amount, l = [for item in event.items: keep item.id], o = { b = true } }
            }
            """)
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","custom":[{"name":"w",
            "on":["install"],"url":"https://api.partner.test/in/{event.id}?cid={click.id}&h={device.idfa | lowercase | sha256}&t=a%20b{app.id}",
            "headers":{"X-A":"v {event.name}"},
            "body":{"json":{"n":"{revenue.amount}","l":"{[for item in event.items: keep item.id]}","o":{"b":true}}}}]}]}
            """
        var warnings: [ConfigurationProblem] = []
        let postbacks = try ConfiguredPostbacks(
            try Self.decode(json.replacing("\n", with: ""), &warnings), partners: Self.partners,
            catalogue: Self.catalogue)
        for platform in [Platform.ios] {
            var event = PostbackEvent.sample(for: platform, in: Self.catalogue)
            event[.app] = .text("a")
            event[.kind] = .text("install")
            let expected = SmallPartner.render(source) { $0 = event }
            let outcomes = postbacks.render(
                event, context: RenderContext(now: Timestamp(seconds: 1_795_420_800), random: 0, uuid: ""))
            guard case .request(let request)? = expected, case .request(let own)? = outcomes.first?.outcome else {
                Issue.record("no request")
                continue
            }
            #expect(own.url == request.url && own.body == request.body && own.method == request.method)
            #expect(own.headers.map(\.value) == request.headers.map(\.value))
        }
    }

    @Test("never ends a compiler, whatever stands in its texts")
    func anyText() throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        let parts = [
            "{", "}", "\\", "\"", "?", "&", "=", "#", "%", "%41", "a", " ", "click.id", "|", "sha256", "{{x}}", "${y}",
            "(",
            ")", "[", "]", ",", "//", "\n", "é", "\u{200B}", "for item in", "when", "field.t", ";", "https://", "/",
        ]
        for _ in 0..<600 {
            let texts = (0..<3).map { _ in
                (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                    parts[Int.random(in: 0..<parts.count, using: &generator)]
                }.joined()
            }
            let object = JSONValue.object([
                ("name", .string("f")), ("on", .array([.string("install")])),
                ("url", .string("https://h.example/" + texts[0])),
                ("headers", .object([("X", .string(texts[1]))])),
                ("body", .object([("json", .object([("k", .string(texts[2]))]))])),
                ("secrets", .object([("t", .string("s3"))])),
            ])
            let app = JSONValue.object([
                ("id", .string("a")), ("platform", .string("ios")), ("bundle_id", .string("com.acme.a")),
                ("custom", .array([object])),
            ])
            let json = JSONValue.object([("account", .string("acme")), ("apps", .array([app]))])
            var warnings: [ConfigurationProblem] = []
            do {
                _ = try Self.decode(JSONText.indented(json), &warnings)
            } catch let error as ConfigurationProblems {
                // Whatever is wrong is said of the postback, and of a setting that it has.
                for problem in error.problems {
                    #expect(problem.place.custom == "f" && !problem.message.isEmpty, "seed \(seed): \(texts)")
                    #expect(problem.place.field != nil, "seed \(seed): \(problem.description) \(texts)")
                }
            }
        }
    }
}
