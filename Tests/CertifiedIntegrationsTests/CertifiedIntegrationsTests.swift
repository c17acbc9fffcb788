import CertifiedIntegrations
import PostbackCertification
import PostbackCompiler
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Certified integrations")
struct CertifiedIntegrationsTests {
    @Test("are generated for every partner file, equal to what the compiler has in memory")
    func templatesAreEqual() {
        let compiled = Repository.project.partners.map(\.template)
        #expect(Integrations.all.map(\.id) == Repository.partners.map(\.stem).sorted())
        for (generated, inMemory) in zip(Integrations.all, compiled) {
            #expect(generated == inMemory, "\(inMemory.id)")
        }
        #expect(Integrations.all.count >= 10)
    }

    @Test("carry the catalogue that they were compiled against")
    func catalogueIsEqual() {
        let ours = Repository.project.catalogue
        #expect(Integrations.catalogue.macros.map(\.name) == ours.macros.map(\.name))
        #expect(Integrations.catalogue.macros.map(\.type) == ours.macros.map(\.type))
        #expect(Integrations.catalogue.macros.map(\.classes) == ours.macros.map(\.classes))
        #expect(Integrations.catalogue.signals == ours.signals && Integrations.catalogue.kinds == ours.kinds)
    }

    static let examples = Repository.project.partners.flatMap { partner in
        partner.examples.map { (partner.template.id, $0) }
    }

    @Test(
        "render each example as its partner documents it, from the generated Swift and from memory, byte for byte",
        arguments: examples)
    func examplesAgree(_ id: String, _ example: CertificationExample) throws {
        let inMemory = try #require(Repository.project.partners.first { $0.template.id == id }).template
        let generated = try #require(Integrations.partner(id))
        let first = ExampleRunner(catalogue: Repository.project.catalogue).run(example, inMemory)
        let second = ExampleRunner(catalogue: Integrations.catalogue).run(example, generated)
        #expect(first.differences.isEmpty, "\(example.title)")
        #expect(first.outcomes == second.outcomes)
    }

    @Test("have two examples for what is written for an event, and show a skip")
    func examplesSuffice() {
        for partner in Repository.project.partners {
            // A postback of the file for several events has one template for each.
            let written = Dictionary(grouping: partner.template.postbacks) {
                partner.lines[SourcePlace(postback: $0.id)]
            }
            for postbacks in written.values {
                let ids = postbacks.map(\.id)
                let own = partner.examples.filter { example in
                    Platform.allCases.contains { platform in
                        partner.template.postback(kind: example.kind, name: example.eventName, platform: platform)
                            .map { ids.contains($0.id) } ?? false
                    }
                }
                #expect(own.count >= 2, "\(partner.template.id) \(ids)")
                let skips = own.flatMap(\.expectations).contains { if case .skip = $0 { true } else { false } }
                #expect(skips, "\(partner.template.id) \(ids) shows no skip")
            }
        }
    }

    @Test("fulfil in derived requests what every request must: least, most and adversarial values")
    func derivedRequests() {
        let requests = DerivedRequests(catalogue: Integrations.catalogue)
        for partner in Integrations.all {
            let cases = requests.all(of: partner)
            let defects = requests.defects(of: cases)
            let platforms = partner.postbacks.map { $0.platform == nil ? partner.platforms.count : 1 }
            #expect(cases.count == platforms.reduce(0, +) * DerivedRequests.Kind.allCases.count)
            #expect(defects.isEmpty, "\(partner.id): \(defects)")
        }
    }

    @Test("are used by a service through typed fields and typed events")
    func typedUse() throws {
        var event = PostbackEvent(kind: .event, id: "e-1", time: Timestamp(seconds: 1_795_420_800))
        event.event.name = "purchase"
        event.event.items = [.init(id: "sku-1", price: ExactDecimal("9.95"), quantity: 1)]
        event.event[data: "level"] = .integer(3)
        event.device.os = .android
        event.click.tblci = "GiBz"
        event.revenue.amount = ExactDecimal("9.95")
        event.revenue.currency = "EUR"
        let taboola = try Taboola.bind(.init(eventName: nil))
        let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
        guard case .request(let request) = taboola.render(event, context: context)[0] else {
            Issue.record("nothing rendered")
            return
        }
        #expect(
            request.url
                == "https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=GiBz&name=make_purchase&revenue=9.95&currency=EUR&quantity=1"
        )
        #expect(event.event.items.first?.price == ExactDecimal("9.95") && event.event[data: "level"] == .integer(3))
        #expect(event.device.os == .android)
    }

    @Test("refuse fields of the wrong form with the partner's and the field's name")
    func typedFields() {
        do throws(FieldProblems) {
            _ = try Unity.Fields(gameID: "x")
            Issue.record("a game id of letters was taken")
        } catch {
            #expect(error.description == "unity: the field 'game_id' must be 5 to 12 digits")
        }
        #expect(throws: Never.self) { try Criteo.Fields(region: .eu) }
    }
}
