import Foundation
import PostbackRuntime
import PostbackTemplate
import Synchronization
import TestSupport
import Testing

@Suite("The store of integrations")
struct StoreTests {
    private static let catalogue = Repository.project.catalogue
    private static let start = Timestamp(seconds: 1_795_420_800)
    private static let later = Timestamp(seconds: 1_795_420_860)

    /// A partner with one postback, whose URL says which revision rendered it.
    private static func partner(
        _ revision: Int, id: String = "acme", fields: [FieldDefinition] = [FieldDefinition("key", "Key", .text)]
    ) -> PartnerTemplate {
        let letters = (0..<20).map {
            PostbackLine.pair("r\($0)", .text([.literal(.text("\(revision)-")), .field("key"), .macro("event.id")]))
        }
        return PartnerTemplate(
            id, name: "Acme", revision: revision, category: "test", platforms: [.ios, .android], fields: fields,
            postbacks: [
                PostbackTemplate(
                    "install", trigger: .kind("install"),
                    request: RequestTemplate(
                        .get, origin: [.literal("https://acme.test")], path: [.literal("/r\(revision)")], query: letters
                    ))
            ])
    }

    private static func store(_ configurations: [IntegrationConfiguration] = [known]) throws -> IntegrationStore {
        try IntegrationStore(
            partners: [partner(1), partner(1, id: "other")], catalogue: catalogue, configurations: configurations,
            now: start)
    }

    private static let known = IntegrationConfiguration(name: "app/acme", partner: "acme", fields: ["key": "k"])

    private static var event: PostbackEvent {
        var event = PostbackEvent(catalogue: catalogue)
        event[.kind] = .text("install")
        event[.identity] = .text("e1")
        return event
    }

    private func url(_ snapshot: IntegrationSnapshot, _ name: String = "app/acme") -> String? {
        let context = RenderContext(now: Self.start, random: 0, uuid: "")
        guard case .request(let request)? = snapshot[configuration: name]?.render(Self.event, context: context)[0]
        else {
            return nil
        }
        return request.url
    }

    @Test("puts a newer revision to use for configurations that are in use")
    func update() throws {
        let store = try Self.store()
        let before = store.snapshot
        let bundle = try IntegrationBundle(partners: [Self.partner(2)], catalogue: Self.catalogue)
        let report = try store.update(reading: bundle.bytes, now: Self.later)
        #expect(report.partners.map(\.partner) == ["acme"] && report.partners.map(\.from) == [1])
        #expect(report.partners.map(\.outcome) == [.updated(to: 2)])
        #expect(report.description == "acme: revision 1 → 2")
        #expect(url(store.snapshot)?.hasPrefix("https://acme.test/r2?r0=2-ke1&") == true)
        // Who has the snapshot from before goes on with it.
        #expect(url(before)?.hasPrefix("https://acme.test/r1?r0=1-ke1&") == true)
        let status = store.snapshot.status(now: Timestamp(seconds: 1_795_420_870))
        #expect(status.map(\.partner) == ["acme", "other"])
        #expect(status.map(\.revision) == [2, 1])
        #expect(status.map(\.ageSeconds) == [10, 70])
        #expect(status.map(\.origin) == [.bundle(bundle.digest), .builtIn])
    }

    @Test("changes nothing when a bundle is refused")
    func refused() throws {
        let store = try Self.store()
        var bytes = try IntegrationBundle(partners: [Self.partner(2)], catalogue: Self.catalogue).bytes
        bytes[bytes.count - 10] ^= 1
        #expect(throws: BundleProblem.damaged) { try store.update(reading: bytes, now: Self.later) }
        let good = try IntegrationBundle(partners: [Self.partner(2)], catalogue: Self.catalogue)
        #expect(throws: BundleProblem.unexpected(digest: good.digest)) {
            try store.update(good, expecting: "another", now: Self.later)
        }
        #expect(store.snapshot.status(now: Self.later).map(\.revision) == [1, 1])
        #expect(store.snapshot.digest == nil)
    }

    @Test("keeps a newer revision than the bundle's, and partners that the bundle does not have")
    func older() throws {
        let store = try Self.store()
        try store.update(try IntegrationBundle(partners: [Self.partner(3)], catalogue: Self.catalogue), now: Self.later)
        let report = try store.update(
            try IntegrationBundle(partners: [Self.partner(2)], catalogue: Self.catalogue), now: Self.later)
        #expect(report.partners.map(\.outcome) == [.older(2)])
        #expect(url(store.snapshot)?.hasPrefix("https://acme.test/r3?") == true)
        #expect(store.snapshot.partner("other")?.template.revision == 1)
    }

    @Test("leaves a configuration that lacks a required field on its revision, and names it")
    func kept() throws {
        let store = try Self.store(
            [
                Self.known, .init(name: "app2/acme", partner: "acme", fields: ["key": "k", "token": "t"]),
            ].filter { $0.name == "app/acme" })
        let fields = [FieldDefinition("key", "Key", .text), FieldDefinition("token", "Token", .text)]
        let report = try store.update(
            try IntegrationBundle(partners: [Self.partner(2, fields: fields)], catalogue: Self.catalogue),
            now: Self.later)
        #expect(report.kept.map(\.name) == ["app/acme"])
        #expect(
            report.description
                == "acme: revision 1 → 2\napp/acme: keeps revision 1; acme: the required field 'token' has no value")
        #expect(url(store.snapshot)?.hasPrefix("https://acme.test/r1?") == true)
        let status = store.snapshot.status(now: Self.later)[0]
        #expect(status.revision == 2 && status.keptConfigurations.map(\.name) == ["app/acme"])
        #expect(status.keptConfigurations.map(\.revision) == [1])
        // Once the field is there, the new revision takes effect.
        try store.configure([.init(name: "app/acme", partner: "acme", fields: ["key": "k", "token": "t"])])
        #expect(url(store.snapshot)?.hasPrefix("https://acme.test/r2?") == true)
    }

    @Test("refuses configurations that cannot be bound, all of them, and keeps those in use")
    func configurations() throws {
        let store = try Self.store()
        do throws(ConfigurationRefusals) {
            try store.configure([
                .init(name: "a", partner: "acme", fields: [:]), .init(name: "b", partner: "acmee", fields: [:]),
            ])
            Issue.record("they should be refused")
        } catch {
            #expect(
                error.description
                    == "a: acme: the required field 'key' has no value\nb: there is no partner 'acmee'")
        }
        #expect(url(store.snapshot) != nil)
    }

    @Test("does not use a partner whose macros have another type in this service's events")
    func incompatible() throws {
        let store = try Self.store()
        let macros = Self.catalogue.macros.map { macro in
            var macro = macro
            if macro.name == "event.id" { macro.type = .integer }
            return macro
        }
        let other = MacroCatalogue(
            macros: macros, kinds: Self.catalogue.kinds, events: Self.catalogue.events,
            signals: Self.catalogue.signals)
        let report = try store.update(
            try IntegrationBundle(partners: [Self.partner(2)], catalogue: other), now: Self.later)
        #expect(report.partners.map(\.outcome) == [.incompatible(macros: ["event.id"])])
        #expect(url(store.snapshot)?.hasPrefix("https://acme.test/r1?") == true)
    }

    @Test("reads events of the service under a catalogue that has more macros and stricter classes")
    func newerCatalogue() throws {
        let store = try Self.store()
        var macros = [MacroDefinition("fresh.value", .text, summary: "New.")]
        macros += Self.catalogue.macros.map { macro in
            var macro = macro
            if macro.name == "order.id" { macro.classes = .identifier }
            return macro
        }
        let newer = MacroCatalogue(
            macros: macros, kinds: Self.catalogue.kinds, events: Self.catalogue.events,
            signals: Self.catalogue.signals)
        var partner = Self.partner(2)
        partner.postbacks[0].request.query = [
            .pair("order", .macro("order.id")), .pair("fresh", .macro("fresh.value")), .pair("id", .macro("event.id")),
        ]
        try store.update(try IntegrationBundle(partners: [partner], catalogue: newer), now: Self.later)
        var event = Self.event
        event["order.id"] = .text("o1")
        var context = RenderContext(now: Self.start, random: 0, uuid: "")
        let bound = try #require(store.snapshot[configuration: "app/acme"])
        #expect(
            bound.render(event, context: context)[0]
                == .request(
                    .init(
                        method: .get, url: "https://acme.test/r2?order=o1&id=e1", headers: [], body: [])))
        context.withheld = .identifier
        #expect(
            bound.render(event, context: context)[0]
                == .request(
                    .init(
                        method: .get, url: "https://acme.test/r2?id=e1", headers: [], body: [])))
        // An event that is made for the newer catalogue has the new macro too.
        var newest = PostbackEvent(catalogue: store.snapshot.catalogue)
        newest[.kind] = .text("install")
        newest[.identity] = .text("e2")
        newest["fresh.value"] = .text("f")
        context.withheld = []
        #expect(
            bound.render(newest, context: context)[0]
                == .request(
                    .init(
                        method: .get, url: "https://acme.test/r2?fresh=f&id=e2", headers: [], body: [])))
        // And one of a catalogue in quite another order is converted.
        var foreign = PostbackEvent(catalogue: newer)
        foreign[.kind] = .text("install")
        foreign["order.id"] = .text("o3")
        #expect(
            bound.render(foreign, context: context)[0]
                == .request(
                    .init(
                        method: .get, url: "https://acme.test/r2?order=o3", headers: [], body: [])))
    }

    @Test("keeps a bundle on disk for the next start")
    func persistence() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString).bundle").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bundle = try IntegrationBundle(partners: [Self.partner(5)], catalogue: Self.catalogue)
        try Self.store().update(reading: bundle.bytes, keeping: path, now: Self.later)
        let restarted = try Self.store()
        #expect(throws: BundleProblem.unreachable(path: path + "x")) {
            try restarted.update(file: path + "x", now: Self.later)
        }
        try restarted.update(file: path, now: Self.later)
        #expect(url(restarted.snapshot)?.hasPrefix("https://acme.test/r5?") == true)
    }

    @Test("swaps under load: every request is wholly of one revision, and nothing is left behind")
    func swapUnderLoad() throws {
        let store = try Self.store()
        let bundles = try (2...40).map {
            try IntegrationBundle(partners: [Self.partner($0)], catalogue: Self.catalogue)
        }
        let isDone = Atomic(false)
        let torn = Mutex<[String]>([])
        let rendered = Atomic(0)
        let group = DispatchGroup()
        for _ in 0..<4 {
            DispatchQueue.global().async(group: group) {
                let event = Self.event
                let buffer = RenderBuffer()
                let context = RenderContext(now: Self.start, random: 0, uuid: "")
                while !isDone.load(ordering: .acquiring) {
                    guard let postback = store.snapshot[configuration: "app/acme"]?.postback(for: event) else {
                        continue
                    }
                    guard postback.render(event, context: context, into: buffer) == nil else { continue }
                    rendered.add(1, ordering: .relaxed)
                    let url = buffer.url
                    let revision = postback.revision
                    let expected =
                        "https://acme.test/r\(revision)?"
                        + (0..<20).map { "r\($0)=\(revision)-ke1" }.joined(separator: "&")
                    if url != expected { torn.withLock { $0.append(url) } }
                }
            }
        }
        var released = 0
        for bundle in bundles {
            weak var old: PreparedPartner?
            do {
                old = store.snapshot.partner("acme")
                try store.update(bundle, now: Self.later)
            }
            // Each revision is rendered a while before the next one comes.
            let goal = rendered.load(ordering: .relaxed) + 50
            while rendered.load(ordering: .relaxed) < goal { Thread.sleep(forTimeInterval: 0) }
            if old == nil { released += 1 }
        }
        isDone.store(true, ordering: .releasing)
        group.wait()
        #expect(torn.withLock { $0 }.isEmpty)
        #expect(released == bundles.count, "a revision that is no longer used is let go of")
        #expect(url(store.snapshot)?.hasPrefix("https://acme.test/r40?") == true)
    }
}
