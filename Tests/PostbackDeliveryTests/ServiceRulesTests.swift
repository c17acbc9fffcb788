import Foundation
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate
import Synchronization
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A service's own rules", .enabled(if: CurlTransport() != nil))
struct ServiceRulesTests {
    private static func partner(revision: Int, _ field: String = "") throws -> PartnerTemplate {
        let lines = """
            field app "App" : text sample "a"
            \(field)
            postback install {
                GET api "/i"
                query { app = field.app \(field.isEmpty ? "" : "\n        site = field.site") }
            }
            """
        var template = try #require(SmallPartner.template(SmallPartner.source(lines)))
        template.revision = revision
        return template
    }

    private static func account(_ fields: String, also: String = "") -> [UInt8] {
        Array(
            """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[{"partner":"small",
            "fields":{\(fields)},"postbacks":{"install":{\(also)}}}]}]}
            """.utf8)
    }

    private static func integrations(_ template: PartnerTemplate, _ account: [UInt8]) throws -> ConfiguredIntegrations {
        var warnings: [ConfigurationProblem] = []
        return try ConfiguredIntegrations(
            partners: [template], catalogue: Repository.project.catalogue, configuration: account, warnings: &warnings,
            now: Timestamp(seconds: 0))
    }

    private static func url(_ integrations: ConfiguredIntegrations) -> String? {
        var event = PostbackEvent(catalogue: integrations.postbacks.catalogue)
        event[.app] = .text("a")
        event[.kind] = .text("install")
        let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
        guard case .request(let request)? = integrations.postbacks.render(event, context: context).first?.outcome else {
            return nil
        }
        return request.url
    }

    @Test("a configuration that a newer revision leaves without a field keeps its revision until it is changed for it")
    func keeping() throws {
        let integrations = try Self.integrations(try Self.partner(revision: 1), Self.account("\"app\":\"x\""))
        let old = try #require(Self.url(integrations))
        let newer = try Self.partner(revision: 2, "field site \"Site\" : text sample \"s\"")
        let bundle = try IntegrationBundle(partners: [newer], catalogue: Repository.project.catalogue)
        let report = try integrations.update(bundle, now: Timestamp(seconds: 1))
        #expect(report.kept.map(\.name) == ["a/small/install"] && report.kept.map(\.revision) == [1])
        #expect(Self.url(integrations) == old)
        // Read anew as it was, it stays; with other settings too; with other fields it has to be what the newest wants.
        var warnings: [ConfigurationProblem] = []
        try integrations.configure(Self.account("\"app\":\"x\""), warnings: &warnings)
        #expect(Self.url(integrations) == old)
        try integrations.configure(Self.account("\"app\":\"x\"", also: "\"retries\":1"), warnings: &warnings)
        #expect(Self.url(integrations) == old)
        #expect(throws: ConfigurationProblems.self) {
            try integrations.configure(Self.account("\"app\":\"y\""), warnings: &warnings)
        }
        #expect(Self.url(integrations) == old)
        try integrations.configure(Self.account("\"app\":\"y\",\"site\":\"z\""), warnings: &warnings)
        #expect(Self.url(integrations) == "https://api.partner.test/i?app=y&site=z")
        #expect(integrations.status(now: Timestamp(seconds: 2)).map(\.revision) == [2])
    }

    @Test("no line longer than it may be is taken in, and no line that is no event acknowledged")
    func lines() throws {
        let integrations = try Self.integrations(try Self.partner(revision: 1), Self.account("\"app\":\"x\""))
        let numbers = Mutex<[Int]>([])
        var callbacks = DeliveryService.Callbacks()
        callbacks.acknowledge = { all in numbers.withLock { $0 += all.map(\.offer.number) } }
        let service = try DeliveryService(integrations, store: PostbackStores.memory(), callbacks: callbacks)
        let long =
            Array("{\"event\":{\"kind\":\"install\",\"data\":{\"x\":\"".utf8) + Array(repeating: 0x78, count: 1 << 20)
        #expect(service.offer(line: long + Array("\"}}}".utf8), number: 1).isEvent == false)
        #expect(service.offer(line: Array("{\"event\":".utf8), number: 2).isEvent == false)
        #expect(service.offer(line: Array("{\"event\":{}}".utf8), number: 3).messages == ["the event has no kind"])
        #expect(service.offer(line: Array("{\"event\":{\"kind\":\"install\"}}".utf8), number: 4).isEvent)
        service.finish()
        try service.run()
        #expect(numbers.withLock { $0 } == [4])
    }

    @Test("what is offered to a service that was told to end is not taken in")
    func offersAfterStop() throws {
        let integrations = try Self.integrations(try Self.partner(revision: 1), Self.account("\"app\":\"x\""))
        let numbers = Mutex<[Int]>([])
        var callbacks = DeliveryService.Callbacks()
        callbacks.acknowledge = { all in numbers.withLock { $0 += all.map(\.offer.number) } }
        let service = try DeliveryService(integrations, store: PostbackStores.memory(), callbacks: callbacks)
        let line = Array("{\"event\":{\"kind\":\"install\"}}".utf8)
        service.offer(line: line, number: 1)
        service.stop()
        for number in 2...100_000 { service.offer(line: line, number: number) }
        try service.run()
        #expect(numbers.withLock { $0 } == [1])
    }

    @Test("two that ask for dead letters at once do not replace each other's request")
    func requests() throws {
        let folder = TemporaryFolder()
        let file = DeadLetterRequestFile(journal: folder.url.path)
        let first = LetterRequest(.replay, [Fingerprint(of: "a")])
        #expect(try file.write(first))
        #expect(try !file.write(LetterRequest(.discard, [Fingerprint(of: "b")])))
        #expect(file.read()?.keys == first.keys && file.read()?.action == .replay)
        file.remove()
        #expect(try file.write(LetterRequest(.discard, [])))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names == ["letters.request"])
    }

    @Test("what waits goes by the name that the account has given its event since, and is held where that is paused")
    func renamed() throws {
        let lines = "postback event {\n    GET api \"/e\"\n    query { name = event.name }\n}"
        let template = try #require(SmallPartner.template(SmallPartner.source(lines)))
        func attempt(_ name: String, _ configured: String) throws -> (String?, PostbackSkip?, isConfigured: Bool) {
            let account =
                "{\"account\":\"acme\",\"apps\":[{\"id\":\"a\",\"platform\":\"ios\",\"bundle_id\":\"com.acme.a\","
                + "\"partners\":[{\"partner\":\"small\",\"postbacks\":{\(configured)}}]}]}"
            let postbacks = try Self.integrations(template, Array(account.utf8)).postbacks
            var event = PostbackEvent(catalogue: postbacks.catalogue)
            event[.kind] = .text("event")
            event[.name] = .text("purchase")
            let app = try #require(postbacks.app(named: "a"))
            app.complete(&event)
            let target = PostbackTarget(app: "a", partner: "small", name: name)
            let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
            let buffer = RenderBuffer()
            let (found, skip) = app.attempt(
                target.partner, item: nil, event, withholding: [], context: context, in: buffer)
            return (found?.place, skip, postbacks.isConfigured(target))
        }
        for (name, configured, skip, isConfigured) in [
            ("event", "\"event\":{},\"purchase\":{}", nil, true), ("purchase", "\"event\":{}", nil, true),
            ("event", "\"event\":{},\"purchase\":{\"status\":\"paused\"}", .inactive, true),
            ("purchase", "\"level\":{}", .notConfigured, false),
        ] as [(String, String, PostbackSkip?, Bool)] {
            let found = try attempt(name, configured)
            #expect(found.1 == skip && found.isConfigured == isConfigured, "\(name) \(configured): \(found)")
            #expect((found.0 != nil) == (skip == nil))
        }
    }

    @Test("certificates that are none are refused, and a service that never ran leaves nothing running")
    func beginning() throws {
        let integrations = try Self.integrations(try Self.partner(revision: 1), Self.account("\"app\":\"x\""))
        var settings = DeliveryService.Settings()
        settings.authorities = Repository.root.appending(path: "README.md").path
        #expect(throws: DeliveryService.Problem.self) {
            _ = try DeliveryService(integrations, store: PostbackStores.memory(), settings: settings)
        }
        weak var transport: TransportThread?
        do {
            let service = try DeliveryService(integrations, store: PostbackStores.memory())
            transport = service.transport
        }
        // A thread would still refer to it.
        #expect(transport == nil)
    }

    @Test("what is noticed is said once, and again only when there is more to say")
    func notices() throws {
        let said = Mutex<[DeliveryNotice]>([])
        var notices = ServiceNotices { notice in said.withLock { $0.append(notice) } }
        for _ in 0..<3 { notices.unconfigured("x") }
        for number in 0..<5_000 { notices.unconfigured("\(number)") }
        #expect(said.withLock { $0.count } == 1_000)
        said.withLock { $0 = [] }
        let store = MemoryStore()
        store.letterLimits.most = 10
        for number in 0..<8 {
            let event = AcceptedEvent(
                line: [], received: Timestamp(seconds: 0),
                postbacks: [
                    .init(
                        key: Fingerprint(of: "\(number)"), target: .init(app: "a", partner: "meta", name: "install"),
                        due: Timestamp(seconds: 0))
                ])
            _ = store.put(event, now: Timestamp(seconds: 0))
            let lease = try #require(store.lease("meta", isRetry: false, now: Timestamp(seconds: 0)))
            notices.lookAtLetters(store, Timestamp(seconds: 0))
            store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: Timestamp(seconds: 0))
        }
        for second in [1, 2, 3_000, 4_000] as [Int64] { notices.lookAtLetters(store, Timestamp(seconds: second)) }
        #expect(said.withLock { $0 } == Array(repeating: .manyLetters(count: 8, most: 10), count: 2))
        said.withLock { $0 = [] }
        notices.discarded(3, Timestamp(seconds: 0))
        notices.discarded(4, Timestamp(seconds: 10))
        notices.discarded(0, Timestamp(seconds: 4_000))
        #expect(said.withLock { $0 } == [.discarded(count: 3), .discarded(count: 4)])
    }
}
