import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Examples that are written")
struct ExampleWriterTests {
    /// Compiles a partner's declarations with one example and runs it.
    private func differences(_ example: String, _ partner: CompiledPartner) throws -> [String] {
        let text = partner.source.text
        let end = try #require(text.range(of: "\nexample ")).lowerBound
        let source = SourceFile(path: partner.source.path, text: text[...end] + example)
        let (compiled, diagnostics) = PartnerCompiler.compile(source, schema: Repository.project.schema)
        let errors = diagnostics.filter { $0.rule.severity == .error }
        guard let compiled, let only = compiled.examples.first, compiled.examples.count == 1 else {
            return [DiagnosticPrinter(sources: [source]).print(errors, as: .human)]
        }
        #expect(SourceFormatter.format(source).text == source.text)
        return ExampleRunner(catalogue: Repository.project.catalogue).run(only, compiled.template).differences
    }

    @Test("say what was rendered: read again, each passes", arguments: Repository.project.partners.map(\.template.id))
    func roundTrip(_ id: String) throws {
        let project = Repository.project
        let partner = try #require(project.partners.first { $0.template.id == id })
        let derived = DerivedRequests(catalogue: project.catalogue, examples: partner.examples)
        let writer = ExampleWriter(catalogue: project.catalogue)
        var count = 0
        for postback in partner.template.postbacks {
            for platform in partner.template.platforms {
                for kind in DerivedRequests.Kind.allCases {
                    let event = derived.event(kind, for: postback, of: partner.template, on: platform)
                    let fields = partner.template.requiredSamples
                    let bound = try BoundPostback(
                        postback, of: partner.template, catalogue: project.catalogue, fields: fields)
                    let outcomes = (0..<bound.requestCount(for: event)).map {
                        bound.render(event, item: $0, context: ExampleRunner.context())
                    }
                    let samples: Platform? = kind == .most ? platform : nil
                    let text = writer.text("\(kind)", event, samples: samples, fields: [:], outcomes)
                    // What belongs to another postback of the partner is no example of this one.
                    let own = partner.template.postback(
                        kind: event.kindName ?? "", name: event[.name]?.text, platform: event.platform)
                    guard own?.id == postback.id else { continue }
                    count += 1
                    #expect(try differences(text, partner) == [], "\(text)")
                }
            }
        }
        #expect(count > 0)
    }

    @Test("keep what no other line tells: items, entries of open maps, fields, and what the samples lack")
    func content() throws {
        let catalogue = Repository.project.catalogue
        var event = PostbackEvent.sample(for: .ios, in: catalogue)
        event[.kind] = .text("event")
        event[.name] = .text("boss \"one\"")
        event["device.idfa"] = nil
        event["event.items"] = .list([.item(["id": .text("a"), "price": .decimal(ExactDecimal(5))])])
        event["event.data.odd key"] = .text("x{y}")
        let text = ExampleWriter(catalogue: catalogue).text(
            "t", event, samples: .ios, fields: ["event_name": "n"], [.skipped(.missingValue(["device.idfa"]))])
        #expect(
            text == """
                example "t" {
                    postback "boss \\"one\\""
                    given {
                        sample ios
                        device.idfa = absent
                        event.items = [{ id = "a", price = 5 }]
                        event.data."odd key" = "x\\{y\\}"
                        field.event_name = "n"
                    }
                    skips missing device.idfa
                }

                """)
    }
}
