import Foundation
import NATSClient
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import Synchronization
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("Dispatchers that share a store", .enabled(if: NATSServer.program != nil, Comment(rawValue: NATSServer.reason)))
struct BrokerTests {
    private static let server = Result { try NATSServer() }

    private static func settings(_ change: (inout BrokerSettings) -> Void = { _ in }) -> BrokerSettings {
        var settings = BrokerSettings()
        settings.name = "b" + UUID().uuidString.lowercased().prefix(8)
        change(&settings)
        return settings
    }

    private static func servers() throws -> NATSServers {
        NATSServers([.init(host: "127.0.0.1", port: try server.get().port)])
    }

    /// The next postback that is due, once it has come.
    private static func lease(_ store: JetStreamStore, isRetry: Bool = false) throws -> PostbackLease {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if let lease = store.lease("meta", isRetry: isRetry, now: .now) { return lease }
            store.look()
        }
        throw CocoaError(.userCancelled)
    }

    private static func event(_ name: String) -> AcceptedEvent {
        var event = StoreSample.event(name, [("meta", 0)])
        event.received = .now
        event.postbacks[0].due = .now
        return event
    }

    private static func messages(_ store: JetStreamStore, _ stream: String) throws -> Int {
        try store.stream.state(ofStream: stream).state.messages
    }

    @Test("send each postback once, and take turns")
    func sharing() throws {
        let settings = Self.settings { $0.portion = 10 }
        let stores = try (0..<3).map { _ in try JetStreamStore(try Self.servers(), settings) }
        for store in stores { try store.begin("meta") }
        let events = (0..<300).map { Self.event("e\($0)") }
        for outcome in try stores[0].put(events, now: .now) {
            guard case .taken([true]) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
        var keys: [Fingerprint] = []
        var shares = [0, 0, 0]
        while keys.count < 300 {
            for (place, store) in stores.enumerated() {
                guard let lease = store.lease("meta", isRetry: false, now: .now) else { continue }
                keys.append(lease.key)
                shares[place] += 1
                store.done(lease, now: .now)
            }
        }
        #expect(Set(keys) == Set(events.map { $0.postbacks[0].key }))
        #expect(shares.allSatisfy { $0 > 30 }, "\(shares)")
        for store in stores { #expect(store.settleDown()) }
        #expect(try Self.messages(stores[0], stores[0].names.work) == 0)
    }

    @Test(
        "are not undone by one that slept: what it says about a postback that another has gone on with changes nothing")
    func sleeping() throws {
        let settings = Self.settings()
        let sleeper = try JetStreamStore(try Self.servers(), settings)
        for (place, what) in ["again", "dead", "note"].enumerated() {
            _ = try sleeper.put(Self.event(what), now: .now)
            let slept = try Self.lease(sleeper)
            // Its lease ends, as the server sees it, while it makes the attempt.
            let held = try #require(sleeper.locked { sleeper.held.values.first })
            let other = try JetStreamStore(try Self.servers(), settings)
            sleeper.locked { sleeper.pulls["meta"]?.asked = 1_000 }
            let subscription = try #require(sleeper.locked { sleeper.pulls["meta"]?.subscription })
            sleeper.connection.unsubscribe(subscription)
            sleeper.say(PullVerdict.later(microseconds: 0), to: held.acknowledgement)
            let taken = try Self.lease(other)
            #expect(taken.key == slept.key)
            other.again(taken, attempts: 1, due: .now)
            let again = try Self.lease(other, isRetry: true)
            #expect(again.attempts == 1)
            other.done(again, now: .now)
            #expect(other.settleDown())
            switch place {
            case 0: sleeper.again(slept, attempts: 1, due: .now)
            case 1: sleeper.settle(slept, as: .dead, reason: "http_410", attempts: 1, now: .now)
            default: sleeper.done(slept, now: .now)
            }
            #expect(other.settleDown())
            #expect(try Self.messages(other, other.names.work) == 0, "\(what)")
            #expect(try Self.messages(other, other.names.letters) == 0, "\(what)")
            // For the next round it listens again.
            sleeper.locked { sleeper.pulls["meta"] = PartnerPulls() }
        }
    }

    @Test("do not make an attempt whose outcome must not stay unknown when another may have made it")
    func notes() throws {
        let settings = Self.settings()
        let first = try JetStreamStore(try Self.servers(), settings)
        _ = try first.put(Self.event("e"), now: .now)
        let lease = try Self.lease(first)
        let number = try #require(first.locked { first.held.values.first?.number })
        first.intend(lease)
        try first.commit()?.perform()
        #expect(first.mayBeSent(lease))
        // A second one that has the same record finds the note.
        let subject = first.noteSubject(lease.key, number)
        #expect(try first.stream.last(of: subject, in: first.names.notes) != nil)
        first.intend(lease)
        try first.commit()?.perform()
        #expect(!first.mayBeSent(lease))
    }

    @Test("refuse what there is no room for, lose nothing of it, and take it later")
    func fullness() throws {
        let settings = Self.settings { $0.workBytes = 20_000 }
        let store = try JetStreamStore(try Self.servers(), settings)
        var taken: [AcceptedEvent] = []
        var refused: AcceptedEvent?
        for number in 0..<200 where refused == nil {
            let event = Self.event("e\(number)")
            switch try store.put([event], now: .now)[0] {
            case .taken(let each): if each == [true] { taken.append(event) }
            case .refused(let problem):
                #expect(problem.kind == .full && problem.description.contains("maximum bytes"), "\(problem)")
                refused = event
            }
        }
        let left = try #require(refused)
        #expect(taken.count > 10)
        for _ in taken { store.done(try Self.lease(store), now: .now) }
        #expect(store.settleDown())
        // Its key was not left behind.
        #expect(try store.put(left, now: .now) == [true])
        #expect(try store.put(taken[0], now: .now) == [false])
    }

    @Test("take input that comes twice because a dispatcher ended for what it is")
    func origins() throws {
        let settings = Self.settings()
        let store = try JetStreamStore(try Self.servers(), settings)
        var event = Self.event("e")
        event.origin = "e7"
        #expect(try store.put(event, now: .now) == [true])
        // Nobody knows that it was put; it waits, or it is done.
        #expect(try store.put(event, now: .now) == [false])
        store.done(try Self.lease(store), now: .now)
        #expect(store.settleDown())
        _ = try store.put(event, now: .now)
        #expect(store.settleDown())
        #expect(store.locked { store.ledger.counts["meta"]?.pending ?? 0 } == 0, "it is sent twice")
        event.origin = "e8"
        #expect(try store.put(event, now: .now) == [false])
    }

    @Test("say so when their servers are away, wait for nothing then, and go on when they are back")
    func outage() throws {
        let server = try NATSServer()
        let settings = Self.settings {
            $0.patience = 1
            $0.leaseSeconds = 3
        }
        let servers = NATSServers([.init(host: "127.0.0.1", port: server.port)])
        let store = try JetStreamStore(servers, settings)
        let (away, back) = (Waiter<Bool>(), Waiter<Bool>())
        store.locked {
            store.tell = { notice in
                switch notice {
                case .storeAway: away.fill(true)
                case .storeBack: back.fill(true)
                default: break
                }
            }
        }
        for name in ["noted", "done"] { _ = try store.put(Self.event(name), now: .now) }
        let (noted, sent) = (try Self.lease(store), try Self.lease(store))
        server.end(SIGKILL)
        _ = away.wait()
        guard case .refused(let problem) = try store.put([Self.event("f")], now: .now)[0] else {
            Issue.record("it took what it cannot keep")
            return
        }
        #expect(problem.kind == .full)
        store.intend(noted)
        try store.commit()?.perform()
        #expect(!store.mayBeSent(noted))
        store.giveBack(noted)
        store.done(sent, now: .now)
        try server.start()
        _ = back.wait()
        #expect(try store.put(Self.event("g"), now: .now) == [true])
        var keys: Set<Fingerprint> = []
        while keys.count < 2 {
            let lease = try Self.lease(store)
            keys.insert(lease.key)
            store.done(lease, now: .now)
        }
        #expect(keys == [noted.key, Self.event("g").postbacks[0].key])
        #expect(store.settleDown())
        #expect(try Self.messages(store, store.names.work) == 0)
    }

    @Test("go by the servers' clock, whatever their own machines show", arguments: [-3_600, 3_600] as [Int64])
    func clocks(seconds: Int64) throws {
        let wrong = ServiceClock(error: seconds * 1_000_000)
        let store = try JetStreamStore(try Self.servers(), Self.settings(), clock: wrong)
        // Here the servers' clock is this machine's.
        #expect(abs(store.clock.now.microseconds - Timestamp.now.microseconds) < 1_000_000)
        _ = try store.put(Self.event("e"), now: store.clock.now)
        store.done(try Self.lease(store), now: store.clock.now)
        #expect(store.settleDown())
    }

    @Test("correct a clock by no more than what is sure to be wrong")
    func correcting() {
        let clock = ServiceClock()
        func difference() -> Int64 { clock.now.microseconds - Timestamp.now.microseconds }
        let now = clock.now.microseconds
        func compare(_ other: Int64) {
            clock.compare(
                Timestamp(microseconds: now + other), between: Timestamp(microseconds: now - 10_000_000),
                and: Timestamp(microseconds: now + 10_000_000))
        }
        compare(9_999_999)
        #expect(abs(difference()) < 1_000_000)
        compare(70_000_000)
        #expect(abs(difference() - 60_000_000) < 1_000_000)
        compare(-70_000_000)
        #expect(abs(difference()) < 1_000_000)
    }

    @Test("share a partner's rate, and know each other")
    func shares() throws {
        let rate = RequestRate(10, per: .second)
        #expect(RateShare(rate, of: 1) == RateShare(rate))
        #expect(RateShare(rate, of: 3).count == 3 && RateShare(rate, of: 3).microseconds == 1_000_000)
        #expect(RateShare(rate, of: 20).count == 1 && RateShare(rate, of: 20).microseconds == 2_000_000)
        let settings = Self.settings()
        let stores = try (0..<3).map { _ in try JetStreamStore(try Self.servers(), settings) }
        for store in stores {
            store.locked {
                store.describe = { DispatcherPresence(configuration: "c", revisions: ["meta": 4], since: .now) }
            }
        }
        for _ in 0..<2 { for store in stores { store.beThere() } }
        let end = ContinuousClock.now + .seconds(20)
        while stores.contains(where: { $0.sharers < 3 }), ContinuousClock.now < end { stores[0].beThere() }
        #expect(stores.map(\.sharers) == [3, 3, 3])
        let report = try BrokerReport("nats://127.0.0.1:\(Self.server.get().port)/\(settings.name)")
        let present = try report.dispatchers()
        #expect(present.count == 3 && present.allSatisfy { $0.revisions == ["meta": 4] && $0.configuration == "c" })
    }

    @Test("give each other integrations and configurations of any size")
    func shared() throws {
        let settings = Self.settings()
        let stores = try (0..<2).map { _ in try JetStreamStore(try Self.servers(), settings) }
        let shares = stores.map { BrokerShare($0) }
        var random = SeededGenerator()
        let bundle = (0..<700_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(try shares[1].take() == nil)
        try shares[0].give(bundle, [1, 2, 3], by: "a", isFirst: true)
        #expect(try shares[0].take() == nil)
        let taken = try #require(try shares[1].take())
        #expect(taken.bundle == bundle && taken.configuration == [1, 2, 3] && taken.by == "a")
        #expect(try shares[1].take() == nil)
        // Whoever comes later takes what is there, unless it is to take its place.
        let late = BrokerShare(stores[1])
        try late.give([9], [], by: "b", isFirst: true)
        #expect(try late.take()?.bundle == bundle)
        try late.give([9], [], by: "b", isFirst: false)
        #expect(try shares[0].take()?.bundle == [9])
        let pieces = try stores[0].stream.subjects(of: stores[0].names.shared, matching: "$KV.>")
        #expect(pieces.count == 3, "\(pieces.keys)")
    }

    @Test("refuse servers whose streams do other things than they need")
    func checks() throws {
        let settings = Self.settings()
        let names = BrokerNames(settings.name)
        let connection = NATSConnection(try Self.servers(), version: "1")
        try connection.connect(seconds: 10)
        defer { connection.close() }
        try JetStream(connection).stream(
            StreamConfiguration(names.work, subjects: ["\(settings.name).work.>"], messagesOfSubject: 1))
        #expect(throws: NATSProblem.answer("the stream \(names.work) has another retention")) {
            _ = try JetStreamStore(try Self.servers(), settings)
        }
        #expect(throws: StoreProblem.self) { _ = try PostbackStores.jetStream("nats://127.0.0.1:1/Wrong Name") }
        for partner in ["meta", "custom:a b", "ü.*>", ""] {
            #expect(BrokerNames.text(BrokerNames.token(partner)) == partner)
            #expect(names.partner(ofConsumer: names.consumer(partner)) == partner)
        }
    }

    @Test(
        "take in what anybody publishes, and put aside what is no event, with the reason",
        .enabled(if: CurlTransport() != nil && Tool("python3") != nil))
    func intake() throws {
        let folder = TemporaryFolder()
        let partner = try FaultPartnerServer(log: folder.path("log"))
        let source = SourceFile(
            path: "Integrations/local_ads.postback",
            text: """
                partner local_ads "Local Ads"
                revision 1
                category test
                platforms ios, android
                documentation "https://partner.test/docs"
                endpoint api "http://127.0.0.1:\(partner.port)" insecure
                postback install {
                    POST api "/ok"
                    json { require id = event.id }
                }
                """)
        let template = try #require(
            PartnerCompiler.compile(source, schema: Repository.project.schema).partner?.template)
        var warnings: [ConfigurationProblem] = []
        let integrations = try ConfiguredIntegrations(
            partners: [template], catalogue: Repository.project.catalogue,
            configuration: Array(
                """
                {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a",
                "partners":[{"partner":"local_ads","postbacks":{"install":{}}}]}]}
                """.utf8), warnings: &warnings, now: Timestamp(seconds: 0))
        let settings = Self.settings()
        let store = try JetStreamStore(try Self.servers(), settings)
        let published = JetStream(store.connection)
        for number in 0..<50 {
            // Each twice, as a producer does that was not answered.
            for _ in 0..<2 {
                try published.publish(
                    "\(settings.name).events",
                    payload: Array(
                        "{\"event\":{\"kind\":\"install\",\"id\":\"e\(number)\"},\"app\":{\"id\":\"a\"}}\n".utf8))
            }
        }
        for wrong in ["{", "{\"event\":{}}"] {
            try published.publish("\(settings.name).events.any", payload: Array(wrong.utf8))
        }
        var service = DeliveryService.Settings()
        service.allowsPrivateAddresses = true
        var callbacks = DeliveryService.Callbacks()
        let delivered = Waiter<Bool>()
        let names = store.names
        callbacks.acknowledge = { Issue.record("nobody has offered \($0.count)") }
        callbacks.observe = { progress in
            guard progress.counts.partners["local_ads"]?.delivered == 50, progress.counts.malformed == 2 else { return }
            delivered.fill(true)
        }
        let running = try DeliveryService(integrations, store: store, settings: service, callbacks: callbacks)
        let ended = Waiter<Bool>()
        Thread {
            try? running.run()
            ended.fill(true)
        }.start()
        _ = delivered.wait()
        running.stop()
        _ = ended.wait()
        let lines = try String(contentsOfFile: folder.path("log"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 50 && Set(lines).count >= 50)
        let after = try JetStreamStore(try Self.servers(), settings)
        #expect(after.settleDown())
        #expect(try Self.messages(after, names.events) == 0)
        var reasons: [String] = []
        try after.stream.forEach(in: names.rejected) { reasons.append(String(decoding: $0.payload, as: UTF8.self)) }
        #expect(reasons.sorted() == ["{", "{\"event\":{}}"])
    }
}
