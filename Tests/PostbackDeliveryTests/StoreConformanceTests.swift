import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A store of postbacks")
struct StoreConformanceTests {
    private static func memory() -> StoreConformance.Subject {
        .init(isDurable: false) { _ in MemoryStore(window: StoreConformance.window) }
    }

    /// A journal of small segments, so that they end, are cleared away and are read back.
    private static func journal() -> StoreConformance.Subject {
        let disk = FaultDisk()
        var salt: UInt64 = 7
        return .init(isDurable: true) { now in
            try JournalStore(
                disk, window: StoreConformance.window, segmentSize: 4_000, lineLimit: 500, now: now,
                makeSalt: {
                    salt = salt &* 6_364_136_223_846_793_005 &+ 1
                    return salt
                })
        }
    }

    @Test("in memory", arguments: StoreConformance.cases)
    func memory(_ each: StoreConformance.Case) throws { try each.run(Self.memory()) }

    @Test("in a journal", arguments: StoreConformance.cases)
    func journal(_ each: StoreConformance.Case) throws { try each.run(Self.journal()) }

    @Test("in a folder of the system", arguments: StoreConformance.cases)
    func folder(_ each: StoreConformance.Case) throws {
        let folder = TemporaryFolder()
        try each.run(
            .init(isDurable: true) { now in
                try JournalStore(path: folder.path("journal"), window: StoreConformance.window, now: now)
            })
    }

    /// A store that does all but one thing as it should.
    private final class Forgetful: PostbackStore {
        let store = MemoryStore(window: StoreConformance.window)
        var letterLimits = DeadLetterLimits()
        func put(_ event: AcceptedEvent, now: Timestamp) -> [Bool] {
            var event = event
            for place in event.postbacks.indices { event.postbacks[place].claim = nil }
            return store.put(event, now: now)
        }
        var partners: [String] { store.partners }
        func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? { store.nextDue(partner, isRetry: isRetry) }
        func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
            store.lease(partner, isRetry: isRetry, now: now)
        }
        func line(of lease: PostbackLease) -> [UInt8] { store.line(of: lease) }
        func intend(_: PostbackLease) {}
        func done(_ lease: PostbackLease, now: Timestamp) { store.done(lease, now: now) }
        func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) {
            store.again(lease, attempts: attempts, due: due)
        }
        func settle(_ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp) {
            store.settle(lease, as: state, reason: reason, attempts: attempts, now: now)
        }
        func hold(_ lease: PostbackLease) { store.hold(lease) }
        func releaseHeld() { store.releaseHeld() }
        func revive(_ key: Fingerprint, due: Timestamp) -> Bool { store.revive(key, due: due) }
        func discard(_ key: Fingerprint, now: Timestamp) -> Bool { store.discard(key, now: now) }
        var settled: [SettledPostback] { store.settled }
        var counts: [String: StoreCounts] { store.counts }
        func waiting() -> [PostbackTarget: Int] { store.waiting() }
        func commit() -> StoreCommit? { nil }
        func flush() -> StoreCommit? { nil }
        func maintain(now: Timestamp) -> [SettledPostback] { store.maintain(now: now) }
    }

    @Test("that forgets something, or does not survive, fails the suite with a sentence that says what")
    func failures() {
        func failures(_ subject: () -> StoreConformance.Subject) -> [String] {
            StoreConformance.cases.compactMap { each in
                do {
                    try each.run(subject())
                    return nil
                } catch {
                    return "\(error)"
                }
            }
        }
        let forgetful = failures { .init(isDurable: false) { _ in Forgetful() } }
        #expect(
            forgetful.contains(
                "A store takes no session that lies in a span that is taken: a second one of the period is"))
        let fleeting = failures { .init(isDurable: true) { _ in MemoryStore(window: StoreConformance.window) } }
        #expect(fleeting.count >= 4, "\(fleeting)")
    }
}
