import CertifiedIntegrations
import PostbackCertification
import PostbackCompiler
import PostbackReference
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("A bundle of the certified integrations")
struct BundleEquivalenceTests {
    private static let bundle: IntegrationBundle? = {
        let written = try? IntegrationBundle(partners: Integrations.all, catalogue: Integrations.catalogue)
        return written.flatMap { try? IntegrationBundle(reading: $0.bytes) }
    }()

    @Test("has the templates of the generated Swift")
    func templates() throws {
        let bundle = try #require(Self.bundle)
        #expect(bundle.partners == Integrations.all.sorted { $0.id < $1.id })
        #expect(bundle.catalogue.macros.map(\.name) == Integrations.catalogue.macros.map(\.name))
    }

    @Test("renders every example as the generated Swift does", arguments: CertifiedIntegrationsTests.examples)
    func examples(_ id: String, _ example: CertificationExample) throws {
        let bundle = try #require(Self.bundle)
        let partner = try #require(bundle.partners.first { $0.id == id })
        let generated = try #require(Integrations.partner(id))
        let first = ExampleRunner(catalogue: bundle.catalogue).run(example, partner)
        let second = ExampleRunner(catalogue: Integrations.catalogue).run(example, generated)
        #expect(first.outcomes == second.outcomes)
    }

    @Test("renders random events as the generated Swift and the reference do")
    func randomEvents() throws {
        let bundle = try #require(Self.bundle)
        var templates = RandomTemplates(catalogue: Integrations.catalogue, random: SeededGenerator())
        let context = RenderContext(now: Timestamp(seconds: 1_795_420_800), random: 7, uuid: "u")
        var requests = 0
        for (generated, other) in zip(Integrations.all, bundle.partners) {
            #expect(generated.id == other.id)
            let fields = generated.allSamples
            let first = PreparedPartner(generated, catalogue: Integrations.catalogue)
            let second = PreparedPartner(other, catalogue: bundle.catalogue)
            for (postback, copy) in zip(generated.postbacks, other.postbacks) {
                let ours = try BoundPostback(postback, of: first, fields: fields)
                let theirs = try BoundPostback(copy, of: second, fields: fields)
                let reference = ReferencePostback(
                    postback, of: generated, catalogue: Integrations.catalogue, fields: fields)
                for _ in 0..<20 {
                    let event = templates.event()
                    let outcome = ours.render(event, context: context)
                    #expect(outcome == theirs.render(event, context: context), "\(generated.id) \(postback.id)")
                    #expect(outcome == reference.render(event, context: context), "\(generated.id) \(postback.id)")
                    if case .request = outcome { requests += 1 }
                }
            }
        }
        #expect(requests > 50)
    }

    @Test("computes each distinct digest once for an event, however many partners send it")
    func digestsAreShared() throws {
        var set = PostbackSet(catalogue: Integrations.catalogue)
        var alone = 0
        let event = PostbackEvent.sample(for: .ios, in: Integrations.catalogue)
        let context = RenderContext(now: Timestamp(seconds: 1_795_420_800), random: 7, uuid: "u")
        for template in Integrations.all {
            let partner = PreparedPartner(template, catalogue: Integrations.catalogue)
            for postback in template.postbacks {
                try set.add(postback, of: partner, fields: template.allSamples)
                let buffer = RenderBuffer()
                _ = try BoundPostback(postback, of: partner, fields: template.allSamples)
                    .render(event, context: context, into: buffer)
                alone += buffer.digestCount
            }
        }
        let postbacks = set.bind()
        let buffer = RenderBuffer()
        func digests(_ rounds: Int, _ event: PostbackEvent) -> Int {
            let before = buffer.digestCount
            postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
                for _ in 0..<rounds { for index in postbacks.indices { _ = rendering.render(index) } }
            }
            return buffer.digestCount - before
        }
        let once = digests(1, event)
        #expect(once > 5 && once < alone, "\(once) digests together, \(alone) alone")
        // Rendering all of them again for the same event needs no digest but those of signatures over the request itself, which
        // are each request's own; a new event needs them all.
        let signatures = digests(2, event) - once
        #expect(signatures * 8 < once, "\(signatures) of \(once)")
        #expect(digests(3, event) == once + 2 * signatures)
        #expect(digests(1, event) == once)
    }

    @Test("withholds the attribution from one partner and shares with the others what has none")
    func masks() throws {
        let meta = try #require(Integrations.partner("taboola"))
        let partner = PreparedPartner(meta, catalogue: Integrations.catalogue)
        var set = PostbackSet(catalogue: Integrations.catalogue)
        let install = try #require(meta.postbacks.first)
        for _ in 0..<2 { try set.add(install, of: partner, fields: meta.allSamples) }
        let postbacks = set.bind()
        let event = PostbackEvent.sample(for: .ios, in: Integrations.catalogue)
        let context = RenderContext(now: Timestamp(seconds: 1_795_420_800), random: 7, uuid: "u")
        let buffer = RenderBuffer()
        postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
            let isSent = rendering.render(0)
            let url = buffer.url
            let isSentToOthers = rendering.render(1, withholding: .attribution)
            let skip = rendering.skip
            #expect(isSent && !isSentToOthers && skip == .notAttributed(["click.tblci", "click.id"]))
            let isSentAgain = rendering.render(0)
            #expect(isSentAgain && buffer.url == url)
        }
    }
}
