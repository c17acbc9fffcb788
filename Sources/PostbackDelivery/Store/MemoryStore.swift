import PostbackRuntime
import PostbackTemplate

/// A store that forgets all when the process ends: for tests, and where nothing has to be kept.
final class MemoryStore: PostbackStore {
    private var ledger: Ledger
    private var events: [Int32: (line: [UInt8], received: Timestamp, uses: Int)] = [:]
    private var nextEvent: Int32 = 0

    /// - Parameter window: seconds for which input is compared with what came before.
    init(window: UInt32 = 7_200) {
        ledger = Ledger(window: window)
    }

    func put(_ event: AcceptedEvent, now: Timestamp) -> [Bool] {
        let taken = event.postbacks.map { ledger.add($0, event: nextEvent) != nil }
        let uses = taken.count { $0 }
        guard uses > 0 else { return taken }
        events[nextEvent] = (event.line, event.received, uses)
        nextEvent &+= 1
        return taken
    }

    var partners: [String] { Array(ledger.lanes.keys) }

    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? { ledger.nextDue(partner, isRetry: isRetry) }

    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
        guard let slot = ledger.take(partner, isRetry: isRetry, now: now.microseconds) else { return nil }
        return ledger.lease(slot, received: events[ledger[slot].event]?.received ?? now)
    }

    func line(of lease: PostbackLease) -> [UInt8] { events[ledger[lease.slot].event]?.line ?? [] }

    func intend(_: PostbackLease) {}

    func done(_ lease: PostbackLease, now: Timestamp) {
        let event = ledger[lease.slot].event
        ledger.remove(lease.slot, now: now)
        events[event]?.uses -= 1
        if events[event]?.uses == 0 { events[event] = nil }
    }

    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) {
        ledger.wait(lease.slot, attempts: attempts, due: due.microseconds, revision: lease.revision)
    }

    func settle(_ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now _: Timestamp) {
        ledger.settle(lease.slot, as: state, reason: reason, attempts: attempts, revision: lease.revision)
    }

    func revive(_ key: Fingerprint, due: Timestamp) -> Bool {
        guard let slot = ledger.slot(of: key), ledger[slot].settled != nil else { return false }
        ledger.wait(slot, attempts: 0, due: due.microseconds, revision: ledger[slot].revision)
        return true
    }

    var settled: [SettledPostback] { ledger.settled }

    var pendingCount: Int { ledger.pendingCount }

    func commit() -> [Journal.Commit] { [] }

    func flush() -> Journal.Commit? { nil }

    func tidy(now: Timestamp) { ledger.forget(now: now) }
}
