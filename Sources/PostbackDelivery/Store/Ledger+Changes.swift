import PostbackRuntime
import PostbackTemplate

extension Ledger {
    /// Takes out the next postback for a partner that is due.
    mutating func take(_ partner: String, isRetry: Bool, now: Int64) -> Int32? {
        guard let lane = laneNumber(of: partner) else { return nil }
        let due = isRetry ? lanes[lane].retries.first?.due : lanes[lane].first.first?.due
        guard let due, due <= now else { return nil }
        let item = isRetry ? lanes[lane].retries.removeFirst() : lanes[lane].first.removeFirst()
        if let item { entries[Int(item.slot)].state = .inFlight }
        return item?.slot
    }

    /// A postback that was in flight, dead or parked waits again.
    mutating func wait(_ slot: Int32, attempts: Int, due: Int64, revision: UInt32, queues: Bool = true) {
        let state = entries[Int(slot)].state
        guard state == .inFlight || state == .dead || state == .parked else { return }
        update(slot) { entry in
            entry.state = .waiting
            entry.attempts = UInt8(clamping: attempts)
            entry.due = due
            entry.revision = revision
        }
        if queues { queue(slot) }
    }

    /// A postback that was in flight becomes dead or parked.
    mutating func settle(
        _ slot: Int32, as state: SettledState, reason: String, attempts: Int, revision: UInt32, at moment: Int64
    ) {
        guard entries[Int(slot)].state == .inFlight else { return }
        let number = number(reason)
        update(slot) { entry in
            entry.state = state == .dead ? .dead : .parked
            entry.attempts = UInt8(clamping: attempts)
            entry.reason = number
            entry.revision = revision
            entry.due = moment
        }
        letters.insert(slot, due: moment)
    }

    /// A postback that was in flight is held.
    mutating func hold(_ slot: Int32) {
        guard entries[Int(slot)].state == .inFlight else { return }
        update(slot) { $0.state = .held }
    }

    /// What is held waits as before.
    mutating func releaseHeld() {
        for slot in entries.indices where entries[slot].state == .held {
            update(Int32(slot)) { $0.state = .waiting }
            queue(Int32(slot))
        }
    }

    /// A postback is done: its place becomes free, its key is remembered.
    mutating func remove(_ slot: Int32, now: Timestamp) {
        let entry = entries[Int(slot)]
        guard entry.state != .free else { return }
        update(slot) { $0.state = .free }
        free.append(slot)
        keys[entry.key] = max(Self.firstSecond, Self.seconds(now).addingClamped(window))
    }

    /// A postback is somebody else's: its place becomes free, its key is not remembered.
    mutating func drop(_ slot: Int32) {
        let entry = entries[Int(slot)]
        guard entry.state != .free else { return }
        if entry.state == .waiting {
            let lane = targetLanes[Int(entry.target)]
            if entry.attempts == 0 { lanes[lane].first.remove(slot) } else { lanes[lane].retries.remove(slot) }
        }
        update(slot) { $0.state = .free }
        keys[entry.key] = nil
        free.append(slot)
    }

    /// Changes what is known of a postback beside its state, its target and its place in a queue.
    mutating func change(_ key: Fingerprint, _ body: (inout Entry) -> Void) {
        if let slot = slot(of: key) { change(slot, body) }
    }

    /// The same, by its place.
    mutating func change(_ slot: Int32, _ body: (inout Entry) -> Void) { body(&entries[Int(slot)]) }

    /// A postback that is not queued yet was dead or parked.
    mutating func restore(
        _ slot: Int32, _ state: SettledState, attempts: UInt8, reason: String, revision: UInt32, at moment: Int64
    ) {
        guard entries[Int(slot)].state == .waiting else { return }
        entries[Int(slot)].state = .inFlight
        settle(slot, as: state, reason: reason, attempts: Int(attempts), revision: revision, at: moment)
    }

    /// Queues all that waits, once everything is known.
    mutating func queueAll() {
        for slot in entries.indices where entries[slot].state == .waiting { queue(Int32(slot)) }
    }
}
