import CertifiedIntegrations
import PostbackDelivery
import Testing

/// The Swift of README and articles, compiled; a test holds their text to this file.
@Suite("Examples of the documentation")
struct DocumentedExamples {
    @Test("render what they say")
    func service() throws {
        func print(_ parts: Any...) { lines.append(parts.map { "\($0)" }.joined(separator: " ")) }
        var lines: [String] = []

        // Once for each account: field values are checked, and all that depends on them alone is computed.
        let taboola = try Taboola.bind(.init(eventName: "sale"))

        // For each event.
        var event = PostbackEvent(kind: .event, id: "e-1", time: Timestamp(seconds: 1_795_420_800))
        event.event.name = "purchase"
        event.click.tblci = "GiBz-Example_Click-1"
        event.revenue.amount = ExactDecimal("9.95")
        event.revenue.currency = "EUR"

        let context = RenderContext(now: Timestamp(seconds: 1_795_420_801), random: 42, uuid: "u-1")
        for outcome in taboola.render(event, context: context) {
            switch outcome {
            case .request(let request): print(request.method.rawValue, request.url)
            case .skipped(let reason): print(reason.code, reason.about)
            }
        }

        #expect(lines.count == 1 && lines[0].hasPrefix("GET https://trc.taboola.com/"), "\(lines)")
        try Self.set(#require(Integrations.partner("taboola")), fields: ["event_name": "sale"], event, context)
    }

    private static func set(
        _ template: PartnerTemplate, fields: [String: String], _ event: PostbackEvent, _ context: RenderContext
    ) throws {
        var sent = 0
        func send(_ url: Span<UInt8>) { sent += url.count }
        func log(_ skip: PostbackSkip?) { sent -= skip == nil ? 0 : 1 }

        let partner = PreparedPartner(template, catalogue: Integrations.catalogue)
        var set = PostbackSet(catalogue: Integrations.catalogue)
        for postback in template.postbacks { try set.add(postback, of: partner, fields: fields) }
        let postbacks = set.bind()

        let buffer = RenderBuffer()
        postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
            for index in postbacks.indices {
                if rendering.render(index) {
                    buffer.withURL { url in send(url) }
                } else {
                    log(rendering.skip)
                }
            }
        }

        #expect(sent > 50)
    }

    private static func update(
        _ configurations: [IntegrationConfiguration], _ bytes: [UInt8], _ event: PostbackEvent,
        _ context: RenderContext,
        now: Timestamp
    ) throws -> [PostbackOutcome] {
        let store = try IntegrationStore(
            partners: Integrations.all, catalogue: Integrations.catalogue, configurations: configurations, now: now)
        let report = try store.update(reading: bytes, keeping: "/var/lib/ads/integrations.bundle", now: now)
        print(report)  // meta: revision 4 → 5

        let outcomes = store.snapshot[configuration: "acme-ios/meta"]?.render(event, context: context) ?? []

        return outcomes
    }

    private static func deliver(_ json: [UInt8], _ event: [UInt8], _ bundle: IntegrationBundle, now: Timestamp) throws {
        var warnings: [ConfigurationProblem] = []
        let integrations = try ConfiguredIntegrations(
            partners: Integrations.all, catalogue: Integrations.catalogue, configuration: json, warnings: &warnings,
            now: now)
        let store = try PostbackStores.journal(path: "/var/lib/postback", now: now)
        var callbacks = DeliveryService.Callbacks()
        callbacks.acknowledge = { durable in print(durable.map(\.offer.number)) }
        let service = try DeliveryService(integrations, store: store, callbacks: callbacks)

        // On a thread of its own, until `stop`, or `finish` and nothing waits.
        try service.run()

        // From any other thread.
        service.offer(line: event, number: 1)
        try service.update(bundle)
        try service.configure(json)
    }
}
