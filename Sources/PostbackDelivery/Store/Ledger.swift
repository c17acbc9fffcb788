import PostbackRuntime
import PostbackTemplate

/// Which postbacks wait, are out, or were put aside, and which keys have been used: all that a store knows beside the
/// events themselves.
///
/// A waiting postback takes some fifty bytes, so that a million of them can wait.
struct Ledger {
    /// A postback that is not done.
    struct Entry {
        var key: Fingerprint
        var due: Int64
        /// The event, as the store numbers events.
        var event: Int32
        var target: Int32
        var state: State
        var attempts: UInt8
        var withheld: UInt8
        /// The word that says why it was put aside, among `reasons`.
        var reason: UInt8 = 0
        /// Seconds since 1970 until which the key is remembered at least; 0 for no longer than all others.
        var retention: UInt32
        /// The partner's revision with which it was rendered last; 0 for never.
        var revision: UInt32 = 0
    }

    /// What an entry is doing.
    enum State: UInt8 {
        case waiting, out, dead, parked
        /// Its place is free.
        case free
    }

    /// What waits for one partner.
    struct Lane {
        var first = DueHeap()
        var retries = DueHeap()
    }

    private(set) var entries: [Entry] = []
    private var free: [Int32] = []
    private var index: [Fingerprint: Int32] = [:]
    private var targets: [PostbackTarget] = []
    private var targetNumbers: [PostbackTarget: Int32] = [:]
    private var lastTarget: Int32 = 0
    private(set) var lanes: [String: Lane] = [:]
    private(set) var reasons = [""]
    private(set) var pendingCount = 0
    /// Keys that are done, with the second until which they are remembered.
    private(set) var seen: [Fingerprint: UInt32] = [:]
    /// The same keys by the steps of time in which they can be forgotten.
    private var fading: [UInt32: [Fingerprint]] = [:]
    /// Seconds of such a step.
    private let step: UInt32
    /// Seconds for which input is compared with what came before.
    let window: UInt32

    init(window: UInt32) {
        self.window = window
        step = max(1, min(600, window / 12))
    }

    /// Whether a key is in use or has been.
    func isKnown(_ key: Fingerprint) -> Bool { index[key] != nil || !seen.isEmpty && seen[key] != nil }

    func slot(of key: Fingerprint) -> Int32? { index[key] }

    subscript(slot: Int32) -> Entry { entries[Int(slot)] }

    func target(_ number: Int32) -> PostbackTarget { targets[Int(number)] }

    /// Adds a postback; nil when its key is known.
    mutating func add(
        _ postback: AcceptedPostback, event: Int32, attempts: Int = 0, queues: Bool = true
    ) -> Int32? {
        guard !isKnown(postback.key) else { return nil }
        let entry = Entry(
            key: postback.key, due: postback.due.microseconds, event: event, target: number(postback.target),
            state: .waiting, attempts: UInt8(clamping: attempts), withheld: postback.withheld.rawValue,
            retention: postback.retention.map(Self.seconds) ?? 0)
        let slot = free.popLast() ?? Int32(entries.count)
        if Int(slot) == entries.count { entries.append(entry) } else { entries[Int(slot)] = entry }
        index[postback.key] = slot
        pendingCount += 1
        if queues { queue(slot) }
        return slot
    }

    private mutating func number(_ target: PostbackTarget) -> Int32 {
        // Very often the same as before.
        if Int(lastTarget) < targets.count, targets[Int(lastTarget)] == target { return lastTarget }
        lastTarget = targetNumbers[target] ?? Int32(targets.count)
        if Int(lastTarget) == targets.count {
            targets.append(target)
            targetNumbers[target] = lastTarget
        }
        return lastTarget
    }

    private mutating func number(_ reason: String) -> UInt8 {
        if let place = reasons.firstIndex(of: reason) { return UInt8(place) }
        // A closed set of words; whatever came beyond it would be told as the first of all.
        guard reasons.count < 255 else { return 0 }
        reasons.append(reason)
        return UInt8(reasons.count - 1)
    }

    private mutating func queue(_ slot: Int32) {
        let entry = entries[Int(slot)]
        let partner = targets[Int(entry.target)].partner
        if entry.attempts == 0 {
            lanes[partner, default: Lane()].first.insert(slot, due: entry.due)
        } else {
            lanes[partner, default: Lane()].retries.insert(slot, due: entry.due)
        }
    }

    /// Takes out the next postback for a partner that is due.
    mutating func take(_ partner: String, isRetry: Bool, now: Int64) -> Int32? {
        guard let place = lanes.index(forKey: partner) else { return nil }
        let due = isRetry ? lanes.values[place].retries.nextDue : lanes.values[place].first.nextDue
        guard let due, due <= now else { return nil }
        let slot = isRetry ? lanes.values[place].retries.removeFirst() : lanes.values[place].first.removeFirst()
        if let slot { entries[Int(slot)].state = .out }
        return slot
    }

    /// A postback that was out waits again.
    mutating func wait(_ slot: Int32, attempts: Int, due: Int64, revision: UInt32, queues: Bool = true) {
        let state = entries[Int(slot)].state
        guard state == .out || state == .dead || state == .parked else { return }
        if state != .out { pendingCount += 1 }
        entries[Int(slot)].state = .waiting
        entries[Int(slot)].attempts = UInt8(clamping: attempts)
        entries[Int(slot)].due = due
        entries[Int(slot)].revision = revision
        if queues { queue(slot) }
    }

    /// A postback that was out is put aside.
    mutating func settle(_ slot: Int32, as state: SettledState, reason: String, attempts: Int, revision: UInt32) {
        guard entries[Int(slot)].state == .out else { return }
        entries[Int(slot)].state = state == .dead ? .dead : .parked
        entries[Int(slot)].attempts = UInt8(clamping: attempts)
        entries[Int(slot)].reason = number(reason)
        entries[Int(slot)].revision = revision
        pendingCount -= 1
    }

    /// A postback is done: its place becomes free, its key is remembered.
    mutating func remove(_ slot: Int32, now: Timestamp) {
        let entry = entries[Int(slot)]
        guard entry.state != .free else { return }
        if entry.state == .waiting || entry.state == .out { pendingCount -= 1 }
        index[entry.key] = nil
        entries[Int(slot)].state = .free
        free.append(slot)
        let (until, overflows) = Self.seconds(now).addingReportingOverflow(window)
        remember(entry.key, until: max(overflows ? .max : until, entry.retention))
    }

    /// Remembers a key.
    mutating func remember(_ key: Fingerprint, until: UInt32) {
        seen[key] = max(until, seen[key] ?? 0)
        fading[until / step + 1, default: []].append(key)
    }

    /// Changes a postback; what decides its place in a queue only while it is not queued.
    mutating func change(_ key: Fingerprint, _ body: (inout Entry) -> Void) {
        if let slot = index[key] { change(slot, body) }
    }

    /// The same, by its place.
    mutating func change(_ slot: Int32, _ body: (inout Entry) -> Void) { body(&entries[Int(slot)]) }

    /// A postback that is not queued yet had been put aside.
    mutating func restore(_ slot: Int32, _ state: SettledState, attempts: UInt8, reason: String, revision: UInt32) {
        guard entries[Int(slot)].state == .waiting else { return }
        entries[Int(slot)].state = .out
        settle(slot, as: state, reason: reason, attempts: Int(attempts), revision: revision)
    }

    /// Queues all that waits, once everything is known.
    mutating func queueAll() {
        for slot in entries.indices where entries[slot].state == .waiting { queue(Int32(slot)) }
    }

    /// Forgets the keys whose time has passed.
    mutating func forget(now: Timestamp) {
        let second = Self.seconds(now)
        for bucket in fading.keys.filter({ UInt64($0) * UInt64(step) <= second }) {
            for key in fading.removeValue(forKey: bucket) ?? [] where (seen[key] ?? .max) <= second { seen[key] = nil }
        }
    }

    /// Whole seconds since 1970, within what 32 bits hold.
    static func seconds(_ moment: Timestamp) -> UInt32 {
        UInt32(clamping: moment.microseconds / 1_000_000)
    }
}
