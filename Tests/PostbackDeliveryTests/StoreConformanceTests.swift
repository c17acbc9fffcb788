import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

/// What every store has to do, whatever it keeps postbacks in.
@Suite("Every store of postbacks")
struct StoreConformanceTests {
    /// The stores, by name.
    enum Kind: String, CaseIterable, Sendable {
        case memory, journal
    }

    static func store(_ kind: Kind, window: UInt32 = 600) throws -> any PostbackStore {
        switch kind {
        case .memory: MemoryStore(window: window)
        case .journal:
            try JournalStore(
                FaultDisk(), window: window, segmentSize: 4_000, lineLimit: 500, now: at(0), makeSalt: { 7 })
        }
    }

    static func at(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: 1_795_420_800_000_000 + Int64(seconds * 1_000_000))
    }

    static func event(_ name: String, _ postbacks: [(partner: String, due: Double)]) -> AcceptedEvent {
        AcceptedEvent(
            line: Array("{\"event\":\"\(name)\"}".utf8), received: at(0),
            postbacks: postbacks.map { partner, due in
                AcceptedPostback(
                    key: Fingerprint(of: name, partner),
                    target: PostbackTarget(app: "a", partner: partner, name: "install"), withheld: .attribution,
                    due: at(due), retention: nil)
            })
    }

    /// Performs what has to reach the disk.
    static func commit(_ store: any PostbackStore) throws {
        for commit in store.commit() { try commit.perform() }
    }

    private func keys(_ store: any PostbackStore, _ partner: String, _ seconds: Double, isRetry: Bool = false)
        -> [Fingerprint]
    {
        var keys: [Fingerprint] = []
        while let lease = store.lease(partner, isRetry: isRetry, now: Self.at(seconds)) { keys.append(lease.key) }
        return keys
    }

    @Test(
        "hands a postback out when it is due and not before, those due first first, each to one",
        arguments: Kind.allCases)
    func order(_ kind: Kind) throws {
        let store = try Self.store(kind)
        let dues = [30.0, 0, 600, 30, 45, 0]
        for (index, due) in dues.enumerated() {
            #expect(try store.put(Self.event("e\(index)", [("meta", due)]), now: Self.at(0)) == [true])
            try Self.commit(store)
        }
        func key(_ index: Int) -> Fingerprint { Fingerprint(of: "e\(index)", "meta") }
        #expect(store.pendingCount == 6 && store.partners == ["meta"])
        #expect(store.nextDue("meta", isRetry: false) == Self.at(0))
        #expect(keys(store, "meta", 0) == [key(1), key(5)])
        #expect(store.nextDue("meta", isRetry: false) == Self.at(30))
        #expect(keys(store, "meta", 29.999_999) == [])
        #expect(keys(store, "meta", 30) == [key(0), key(3)])
        #expect(keys(store, "meta", 600) == [key(4), key(2)])
        #expect(keys(store, "meta", 600).isEmpty && store.nextDue("meta", isRetry: false) == nil)
        #expect(store.lease("unity", isRetry: false, now: Self.at(600)) == nil)
    }

    @Test("gives back the event and what was decided with it", arguments: Kind.allCases)
    func content(_ kind: Kind) throws {
        let store = try Self.store(kind)
        for index in 0..<40 {
            _ = try store.put(Self.event("e\(index)", [("meta", 0), ("unity", 0)]), now: Self.at(0))
            try Self.commit(store)
        }
        for index in 0..<40 {
            let lease = try #require(store.lease("unity", isRetry: false, now: Self.at(0)))
            #expect(try store.line(of: lease) == Array("{\"event\":\"e\(index)\"}".utf8))
            #expect(lease.target == PostbackTarget(app: "a", partner: "unity", name: "install"))
            #expect(lease.withheld == .attribution && lease.received == Self.at(0) && lease.attempts == 0)
            try store.done(lease, now: Self.at(1))
        }
        #expect(store.pendingCount == 40)
    }

    @Test("takes a key once, while it waits and for a window after it is done", arguments: Kind.allCases)
    func duplicates(_ kind: Kind) throws {
        let store = try Self.store(kind)
        let event = Self.event("e", [("meta", 0), ("unity", 0)])
        #expect(try store.put(event, now: Self.at(0)) == [true, true])
        #expect(try store.put(event, now: Self.at(1)) == [false, false])
        try store.done(try #require(store.lease("meta", isRetry: false, now: Self.at(0))), now: Self.at(0))
        #expect(try store.put(event, now: Self.at(2)) == [false, false])
        try store.tidy(now: Self.at(599))
        #expect(try store.put(event, now: Self.at(599)) == [false, false])
        try store.tidy(now: Self.at(3_000))
        #expect(try store.put(event, now: Self.at(3_000)) == [true, false])
        // Twice in one event is once.
        var twice = Self.event("f", [("meta", 0)])
        twice.postbacks += twice.postbacks
        #expect(try store.put(twice, now: Self.at(0)) == [true, false])
    }

    @Test("remembers the period of a session longer than other keys", arguments: Kind.allCases)
    func retention(_ kind: Kind) throws {
        let store = try Self.store(kind)
        var event = Self.event("s", [("meta", 0)])
        event.postbacks[0].retention = Self.at(200_000)
        #expect(try store.put(event, now: Self.at(0)) == [true])
        try store.done(try #require(store.lease("meta", isRetry: false, now: Self.at(0))), now: Self.at(0))
        try store.tidy(now: Self.at(190_000))
        #expect(try store.put(event, now: Self.at(190_000)) == [false])
        try store.tidy(now: Self.at(202_000))
        #expect(try store.put(event, now: Self.at(202_000)) == [true])
    }

    @Test("keeps repeated attempts apart from first ones, with their number", arguments: Kind.allCases)
    func retries(_ kind: Kind) throws {
        let store = try Self.store(kind)
        _ = try store.put(Self.event("e", [("meta", 0)]), now: Self.at(0))
        let lease = try #require(store.lease("meta", isRetry: false, now: Self.at(0)))
        try store.again(lease, attempts: 1, due: Self.at(8))
        #expect(store.nextDue("meta", isRetry: false) == nil && store.nextDue("meta", isRetry: true) == Self.at(8))
        #expect(keys(store, "meta", 100).isEmpty && keys(store, "meta", 7.9, isRetry: true).isEmpty)
        let again = try #require(store.lease("meta", isRetry: true, now: Self.at(8)))
        #expect(again.attempts == 1 && again.key == lease.key && again.due == Self.at(8))
        try Self.commit(store)
        try store.done(again, now: Self.at(8))
        #expect(store.pendingCount == 0)
    }

    @Test("lists what was put aside, and lets it wait again from the beginning", arguments: Kind.allCases)
    func settled(_ kind: Kind) throws {
        let store = try Self.store(kind)
        for name in ["e", "f"] { _ = try store.put(Self.event(name, [("meta", 0)]), now: Self.at(0)) }
        var (first, second) = (
            try #require(store.lease("meta", isRetry: false, now: Self.at(0))),
            try #require(store.lease("meta", isRetry: false, now: Self.at(0)))
        )
        (first.revision, second.revision) = (3, 4)
        try store.settle(first, as: .dead, reason: "http_410", attempts: 3, now: Self.at(1))
        try store.settle(second, as: .parked, reason: "unknown_outcome", attempts: 1, now: Self.at(1))
        #expect(store.pendingCount == 0)
        #expect(
            Set(store.settled) == [
                SettledPostback(
                    key: first.key, target: first.target, state: .dead, reason: "http_410", attempts: 3, revision: 3),
                SettledPostback(
                    key: second.key, target: second.target, state: .parked, reason: "unknown_outcome", attempts: 1,
                    revision: 4),
            ])
        #expect(try store.put(Self.event("e", [("meta", 0)]), now: Self.at(90_000)) == [false])
        #expect(try store.revive(first.key, due: Self.at(5)))
        #expect(
            try !store.revive(first.key, due: Self.at(5))
                && !store.revive(Fingerprint(high: 1, low: 2), due: Self.at(5)))
        let revived = try #require(store.lease("meta", isRetry: false, now: Self.at(5)))
        #expect(revived.key == first.key && revived.attempts == 0)
        #expect(try store.line(of: revived) == Array("{\"event\":\"e\"}".utf8))
        #expect(store.settled.map(\.key) == [second.key])
    }
}
