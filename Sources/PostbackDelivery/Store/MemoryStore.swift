import PostbackRuntime
import PostbackTemplate

/// A store that forgets all when the process ends: for tests, and where nothing has to be kept.
final class MemoryStore: PostbackStore {
    private var ledger: Ledger
    private var events: [Int64: (line: [UInt8], received: Timestamp, uses: Int)] = [:]
    private var nextEvent: Int64 = 0

    /// How many dead letters and parked postbacks are kept, and for how long.
    var letterLimits = DeadLetterLimits()

    /// Creates an empty store.
    ///
    /// - Parameter window: seconds for which input is compared with what came before.
    init(window: UInt32 = PostbackStores.window) {
        ledger = Ledger(window: window)
    }

    func put(_ event: AcceptedEvent, now _: Timestamp) -> [Bool] {
        let taken = ledger.admits(event.postbacks)
        let postbacks = zip(event.postbacks, taken).filter(\.1).map(\.0)
        guard !postbacks.isEmpty else { return taken }
        for postback in postbacks { _ = ledger.addNew(postback, event: nextEvent, received: event.received) }
        events[nextEvent] = (event.line, event.received, postbacks.count)
        nextEvent &+= 1
        return taken
    }

    var partners: [String] { ledger.partners }

    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? { ledger.nextDue(partner, isRetry: isRetry) }

    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
        guard let slot = ledger.take(partner, isRetry: isRetry, now: now.microseconds) else { return nil }
        return ledger.lease(slot, received: events[ledger[slot].event]?.received ?? now)
    }

    func line(of lease: PostbackLease) -> [UInt8] { events[ledger[lease.slot].event]?.line ?? [] }

    func intend(_: PostbackLease) {}

    func done(_ lease: PostbackLease, now: Timestamp) { remove(lease.slot, now) }

    private func remove(_ slot: Int32, _ now: Timestamp) {
        let event = ledger[slot].event
        ledger.remove(slot, now: now)
        events[event]?.uses -= 1
        if events[event]?.uses == 0 { events[event] = nil }
    }

    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) {
        ledger.wait(lease.slot, attempts: attempts, due: due.microseconds, revision: lease.revision)
    }

    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
    ) {
        ledger.settle(
            lease.slot, as: state, reason: reason, attempts: attempts, revision: lease.revision, at: now.microseconds)
    }

    func hold(_ lease: PostbackLease) { ledger.hold(lease.slot) }

    func releaseHeld() { ledger.releaseHeld() }

    func revive(_ key: Fingerprint, due: Timestamp) -> Bool {
        guard let slot = ledger.slot(of: key), ledger[slot].settled != nil else { return false }
        ledger.wait(slot, attempts: 0, due: due.microseconds, revision: ledger[slot].revision)
        return true
    }

    func discard(_ key: Fingerprint, now: Timestamp) -> Bool {
        guard let slot = ledger.slot(of: key), ledger[slot].settled != nil else { return false }
        remove(slot, now)
        return true
    }

    var settled: [SettledPostback] { ledger.settled }

    var counts: [String: StoreCounts] { ledger.counts }

    func waiting() -> [PostbackTarget: Int] { ledger.waiting() }

    func commit() -> StoreCommit? { nil }

    func flush() -> StoreCommit? { nil }

    func maintain(now: Timestamp) -> [SettledPostback] {
        ledger.forget(now: now)
        var discarded: [SettledPostback] = []
        while discarded.count < 1_000, let slot = ledger.nextBeyond(letterLimits, now: now) {
            if let letter = ledger.letter(slot) { discarded.append(letter) }
            remove(slot, now)
        }
        return discarded
    }
}
