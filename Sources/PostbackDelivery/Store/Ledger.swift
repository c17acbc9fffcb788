import PostbackRuntime
import PostbackTemplate

/// Which postbacks wait, are in flight, or were put aside, which keys have been used and which spans of time sessions have
/// taken: all that a store knows beside the events themselves.
///
/// A waiting postback takes some fifty bytes, so that a million of them can wait.
struct Ledger {
    /// A postback that is not done.
    struct Entry {
        var key: Fingerprint
        /// When it is due; when it was put aside, for one that was.
        var due: Int64
        /// The event, as the store numbers events.
        var event: Int64
        var target: Int32
        var state: State
        var attempts: UInt8
        var withheld: UInt8
        /// The word that says why it was put aside, among `reasons`.
        var reason: UInt8 = 0
        /// The partner's revision with which it was rendered last; 0 for never.
        var revision: UInt32 = 0
    }

    /// What an entry is doing.
    enum State: UInt8 {
        case waiting, out, held, dead, parked
        /// Its place is free.
        case free
    }

    /// What waits for one partner.
    struct Lane {
        var first = DueHeap()
        var retries = DueHeap()
        var counts = StoreCounts()
    }

    private(set) var entries: [Entry] = []
    private var free: [Int32] = []
    private var index: [Fingerprint: Int32] = [:]
    private var targets: [PostbackTarget] = []
    private var targetNumbers: [PostbackTarget: Int32] = [:]
    private var lastTarget: Int32 = 0
    var lanes: [String: Lane] = [:]
    private(set) var reasons = [""]
    /// Postbacks that were put aside, by when that was; what has left that state meanwhile is passed over.
    private var letters = DueHeap()
    private var letterCount = 0
    /// Keys that are done, with the second until which they are remembered.
    private(set) var seen: [Fingerprint: UInt32] = [:]
    /// The same keys by the steps of time in which they can be forgotten.
    private var fading: [UInt32: [Fingerprint]] = [:]
    /// Seconds of such a step.
    private let step: UInt32
    /// Seconds for which input is compared with what came before: the deduplication window.
    let window: UInt32
    var claims = SessionClaims()

    init(window: UInt32) {
        self.window = window
        step = max(1, min(600, window / 12))
    }

    /// Whether a key is in use or has been.
    func isKnown(_ key: Fingerprint) -> Bool { index[key] != nil || !seen.isEmpty && seen[key] != nil }

    func slot(of key: Fingerprint) -> Int32? { index[key] }

    subscript(slot: Int32) -> Entry { entries[Int(slot)] }

    func target(_ number: Int32) -> PostbackTarget { targets[Int(number)] }

    /// Which of an event's postbacks are new: no key is known, no session lies in a span that is taken.
    func admits(_ postbacks: [AcceptedPostback]) -> [Bool] {
        // Most events have a few postbacks, and a name or a span twice is a mistake of whoever made the event.
        var admitted: [AcceptedPostback] = []
        return postbacks.map { postback in
            guard !isKnown(postback.key), postback.claim.map({ !claims.isTaken($0) }) ?? true else { return false }
            let isNew = !admitted.contains { other in
                other.key == postback.key || other.claim.map { postback.claim?.isTaken(by: $0) ?? false } ?? false
            }
            if isNew { admitted.append(postback) }
            return isNew
        }
    }

    /// Adds a postback, and takes the span of a session; nil when its key is known.
    mutating func add(
        _ postback: AcceptedPostback, event: Int64, attempts: Int = 0, received: Timestamp, queues: Bool = true
    ) -> Int32? {
        if let claim = postback.claim { claims.note(claim, now: received) }
        guard !isKnown(postback.key) else { return nil }
        let entry = Entry(
            key: postback.key, due: postback.due.microseconds, event: event, target: number(postback.target),
            state: .waiting, attempts: UInt8(clamping: attempts), withheld: postback.withheld.rawValue)
        let slot = free.popLast() ?? Int32(entries.count)
        if Int(slot) == entries.count { entries.append(entry) } else { entries[Int(slot)] = entry }
        index[postback.key] = slot
        count(slot, 1)
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

    /// Counts an entry in or out, as what it is now.
    private mutating func count(_ slot: Int32, _ change: Int) {
        let entry = entries[Int(slot)]
        let partner = targets[Int(entry.target)].partner
        switch entry.state {
        case .waiting, .out: lanes[partner, default: Lane()].counts.pending += change
        case .held:
            lanes[partner, default: Lane()].counts.pending += change
            lanes[partner, default: Lane()].counts.held += change
        case .dead: lanes[partner, default: Lane()].counts.dead += change
        case .parked: lanes[partner, default: Lane()].counts.parked += change
        case .free: break
        }
        if entry.settled != nil { letterCount += change }
    }

    /// Changes an entry, and what is counted of it.
    private mutating func update(_ slot: Int32, _ body: (inout Entry) -> Void) {
        count(slot, -1)
        body(&entries[Int(slot)])
        count(slot, 1)
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
        let due = isRetry ? lanes.values[place].retries.first?.due : lanes.values[place].first.first?.due
        guard let due, due <= now else { return nil }
        let item = isRetry ? lanes.values[place].retries.removeFirst() : lanes.values[place].first.removeFirst()
        if let item { entries[Int(item.slot)].state = .out }
        return item?.slot
    }

    /// A postback that was out, or was put aside, waits again.
    mutating func wait(_ slot: Int32, attempts: Int, due: Int64, revision: UInt32, queues: Bool = true) {
        let state = entries[Int(slot)].state
        guard state == .out || state == .dead || state == .parked else { return }
        update(slot) { entry in
            entry.state = .waiting
            entry.attempts = UInt8(clamping: attempts)
            entry.due = due
            entry.revision = revision
        }
        if queues { queue(slot) }
    }

    /// A postback that was out is put aside.
    mutating func settle(
        _ slot: Int32, as state: SettledState, reason: String, attempts: Int, revision: UInt32, at moment: Int64
    ) {
        guard entries[Int(slot)].state == .out else { return }
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

    /// A postback that was out is held.
    mutating func hold(_ slot: Int32) {
        guard entries[Int(slot)].state == .out else { return }
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
        index[entry.key] = nil
        free.append(slot)
        remember(entry.key, until: Self.seconds(now).addingClamped(window))
    }

    /// Remembers a key.
    mutating func remember(_ key: Fingerprint, until: UInt32) {
        seen[key] = max(until, seen[key] ?? 0)
        fading[until / step + 1, default: []].append(key)
    }

    /// Changes what is known of a postback beside its state, its target and its place in a queue.
    mutating func change(_ key: Fingerprint, _ body: (inout Entry) -> Void) {
        if let slot = index[key] { change(slot, body) }
    }

    /// The same, by its place.
    mutating func change(_ slot: Int32, _ body: (inout Entry) -> Void) { body(&entries[Int(slot)]) }

    /// A postback that is not queued yet had been put aside.
    mutating func restore(
        _ slot: Int32, _ state: SettledState, attempts: UInt8, reason: String, revision: UInt32, at moment: Int64
    ) {
        guard entries[Int(slot)].state == .waiting else { return }
        entries[Int(slot)].state = .out
        settle(slot, as: state, reason: reason, attempts: Int(attempts), revision: revision, at: moment)
    }

    /// Queues all that waits, once everything is known.
    mutating func queueAll() {
        for slot in entries.indices where entries[slot].state == .waiting { queue(Int32(slot)) }
    }

    /// The oldest dead letter or parked postback that is beyond the limits; nil when all may stay.
    mutating func nextBeyond(_ limits: LetterLimits, now: Timestamp) -> Int32? {
        let (latest, overflows) = now.microseconds.subtractingReportingOverflow(
            limits.seconds.multipliedReportingOverflow(by: 1_000_000).partialValue)
        guard !overflows else { return nil }
        while let first = letters.first {
            let entry = entries[Int(first.slot)]
            guard entry.settled != nil, entry.due == first.due else {
                // It was revived or discarded since.
                _ = letters.removeFirst()
                continue
            }
            return first.due < latest || letterCount > limits.most ? first.slot : nil
        }
        return nil
    }

    /// Forgets the keys and claims whose time has passed.
    mutating func forget(now: Timestamp) {
        let second = Self.seconds(now)
        for bucket in fading.keys.filter({ UInt64($0) * UInt64(step) <= second }) {
            for key in fading.removeValue(forKey: bucket) ?? [] where (seen[key] ?? .max) <= second { seen[key] = nil }
        }
        claims.forget(second: second)
    }

    /// Whole seconds since 1970, within what 32 bits hold.
    static func seconds(_ moment: Timestamp) -> UInt32 {
        UInt32(clamping: moment.microseconds / 1_000_000)
    }
}

extension UInt32 {
    /// The sum, or the largest number.
    func addingClamped(_ other: UInt32) -> UInt32 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
