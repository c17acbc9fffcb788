import Foundation
import NATSClient
import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A store in JetStream", .enabled(if: NATSServer.program != nil, Comment(rawValue: NATSServer.reason)))
struct BrokerConformanceTests {
    /// Waits after each call until the servers have answered, and have handed out what they have: what a dispatcher need not
    /// wait for.
    private final class Settled: PostbackStore {
        private let store: JetStreamStore
        init(_ store: JetStreamStore) { self.store = store }

        private func settled<Result>(_ body: (JetStreamStore) throws(StoreProblem) -> Result) throws(StoreProblem)
            -> Result
        {
            let result = try body(store)
            guard store.settleDown() else { throw StoreProblem(.failed, "the servers do not come to rest") }
            return result
        }

        var letterLimits: DeadLetterLimits {
            get { store.letterLimits }
            set { store.letterLimits = newValue }
        }
        func put(_ event: AcceptedEvent, now: Timestamp) throws(StoreProblem) -> [Bool] {
            try settled { store throws(StoreProblem) in try store.put(event, now: now) }
        }
        var partners: [String] { store.partners.filter { store.counts[$0] != nil } }
        func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? {
            _ = store.settleDown()
            return store.nextDue(partner, isRetry: isRetry)
        }
        func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
            _ = store.settleDown()
            return store.lease(partner, isRetry: isRetry, now: now)
        }
        func line(of lease: PostbackLease) -> [UInt8] { store.line(of: lease) }
        func intend(_ lease: PostbackLease) { store.intend(lease) }
        func done(_ lease: PostbackLease, now: Timestamp) throws(StoreProblem) {
            try settled { store throws(StoreProblem) in store.done(lease, now: now) }
        }
        func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) throws(StoreProblem) {
            try settled { store throws(StoreProblem) in store.again(lease, attempts: attempts, due: due) }
        }
        func settle(
            _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
        ) throws(StoreProblem) {
            try settled { store throws(StoreProblem) in
                store.settle(lease, as: state, reason: reason, attempts: attempts, now: now)
            }
        }
        func hold(_ lease: PostbackLease) { store.hold(lease) }
        func releaseHeld() { store.releaseHeld() }
        func revive(_ key: Fingerprint, due: Timestamp) throws(StoreProblem) -> Bool {
            try settled { store throws(StoreProblem) in try store.revive(key, due: due) }
        }
        func discard(_ key: Fingerprint, now: Timestamp) throws(StoreProblem) -> Bool {
            try settled { store throws(StoreProblem) in try store.discard(key, now: now) }
        }
        var settled: [SettledPostback] {
            _ = store.settleDown()
            return store.settled
        }
        var counts: [String: StoreCounts] {
            _ = store.settleDown()
            return store.counts
        }
        func waiting() -> [PostbackTarget: Int] { store.waiting() }
        func commit() -> StoreCommit? { store.commit() }
        func flush() -> StoreCommit? { store.flush() }
        func maintain(now: Timestamp) throws(StoreProblem) -> [SettledPostback] {
            try settled { store throws(StoreProblem) in try store.maintain(now: now) }
        }
    }

    private static let one = Result { [try NATSServer()] }
    private static let three = Result { try NATSCluster().servers }

    private static func subject(replicas: Int) throws -> StoreConformance.Subject {
        let servers = NATSServers(
            try (replicas == 1 ? one : three).get().map { .init(host: "127.0.0.1", port: $0.port) })
        var settings = BrokerSettings()
        settings.name = "t" + UUID().uuidString.lowercased().prefix(8)
        settings.replicas = replicas
        settings.window = StoreConformance.window
        settings.portion = 1_000
        // What a server hands out to nobody comes again in time.
        settings.leaseSeconds = 10
        // The suite's moments are not the server's.
        settings.horizon = .max
        return .init(isDurable: true) { _ in Settled(try JetStreamStore(servers, settings)) }
    }

    @Test("does all that a store has to do", arguments: StoreConformance.cases)
    func conformance(_ each: StoreConformance.Case) throws { try each.run(Self.subject(replicas: 1)) }

    /// Each takes seconds, on servers that have to agree: every third, or all with `POSTBACK_CLUSTER=1`.
    private static let casesOfCluster: [StoreConformance.Case] = {
        let step = ProcessInfo.processInfo.environment["POSTBACK_CLUSTER"] == "1" ? 1 : 3
        return stride(from: 0, to: StoreConformance.cases.count, by: step).map { StoreConformance.cases[$0] }
    }()

    @Test("does it on three servers as well", arguments: casesOfCluster)
    func cluster(_ each: StoreConformance.Case) throws { try each.run(Self.subject(replicas: 3)) }
}
