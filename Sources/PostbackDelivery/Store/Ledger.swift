import PostbackRuntime
import PostbackTemplate

/// Which postbacks wait, are in flight, or are dead or parked, which keys have been used and which spans of time sessions have
/// taken: all that a store knows beside the events themselves.
///
/// A waiting postback takes some fifty bytes, so that a million of them can wait. A store owns its ledger, which cannot be
/// copied.
struct Ledger: ~Copyable {
    /// A postback that is not done.
    struct Entry {
        var key: Fingerprint
        /// When it is due; when it became dead or parked, for one that was.
        var due: Int64
        /// The event, as the store numbers events.
        var event: Int64
        var target: Int32
        var state: State
        var attempts: UInt8
        var withheld: UInt8
        /// The word that says why it became dead or parked, among `reasons`.
        var reason: UInt8 = 0
        /// The partner's revision with which it was rendered last; 0 for never.
        var revision: UInt32 = 0
        /// The place of the event's item that it is for; `noItem` for one that is for the event.
        var item = Self.noItem

        static let noItem = UInt32.max
    }

    /// What an entry is doing.
    enum State: UInt8 {
        case waiting, inFlight, held, dead, parked
        /// Its place is free.
        case free
    }

    /// What waits for one partner.
    struct Lane {
        let partner: String
        var first = DueHeap()
        var retries = DueHeap()
        var counts = StoreCounts()
    }

    var entries = ChunkedArray<Entry>()
    var free: [Int32] = []
    /// The places of postbacks that are not done, and the seconds until which keys that are done are remembered.
    var keys = KeyTable()
    var targets: [PostbackTarget] = []
    /// The lanes of the targets' partners.
    var targetLanes: [Int] = []
    var targetNumbers: [PostbackTarget: Int32] = [:]
    var lastTarget: Int32 = 0
    var lanes: [Lane] = []
    var laneNumbers: [String: Int] = [:]
    private var lastLane = 0
    var reasons = [""]
    /// Postbacks that are dead or parked, by when that was; what has left that state meanwhile is passed over.
    var letters = DueHeap()
    var letterCount = 0
    /// The second up to which keys are forgotten; those that are still in memory go part by part.
    var forgotten: UInt32 = 0
    var nextForgotten = 0
    /// Seconds for which input is compared with what came before: the deduplication window.
    let window: UInt32
    var claims = SessionClaims()

    init(window: UInt32) {
        self.window = window
    }

    subscript(slot: Int32) -> Entry { entries[Int(slot)] }

    func target(_ number: Int32) -> PostbackTarget { targets[Int(number)] }

    private func isNew(_ postback: AcceptedPostback) -> Bool {
        !isKnown(postback.key) && (postback.claim.map { !claims.isTaken($0) } ?? true)
    }

    /// Which of an event's postbacks are new: no key is known, no session lies in a span that is taken.
    func admits(_ postbacks: [AcceptedPostback]) -> [Bool] {
        if postbacks.count == 1 { return [isNew(postbacks[0])] }
        // Most events have a few postbacks, and a name or a span twice is a mistake of whoever made the event.
        var admitted: [AcceptedPostback] = []
        return postbacks.map { postback in
            guard isNew(postback) else { return false }
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
        if isKnown(postback.key) {
            if let claim = postback.claim { claims.note(claim, now: received) }
            return nil
        }
        return addNew(postback, event: event, attempts: attempts, received: received, queues: queues)
    }

    /// Adds a postback whose key is not known.
    mutating func addNew(
        _ postback: AcceptedPostback, event: Int64, attempts: Int = 0, received: Timestamp, queues: Bool = true
    ) -> Int32 {
        if let claim = postback.claim { claims.note(claim, now: received) }
        let entry = Entry(
            key: postback.key, due: postback.due.microseconds, event: event, target: number(postback.target),
            state: .waiting, attempts: UInt8(clamping: attempts), withheld: postback.withheld.rawValue,
            item: postback.item.map { UInt32(clamping: $0) } ?? Entry.noItem)
        let slot = free.popLast() ?? Int32(entries.count)
        if Int(slot) == entries.count { entries.append(entry) } else { entries[Int(slot)] = entry }
        keys[postback.key] = UInt32(bitPattern: slot)
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
            let lane = laneNumber(of: target.partner) ?? lanes.count
            if lane == lanes.count { lanes.append(Lane(partner: target.partner)) }
            laneNumbers[target.partner] = lane
            targetLanes.append(lane)
        }
        return lastTarget
    }

    /// The lane of a partner; nil while nothing has come of it.
    mutating func laneNumber(of partner: String) -> Int? {
        // One partner is asked about several times, one after the other.
        if lastLane < lanes.count, lanes[lastLane].partner == partner { return lastLane }
        guard let lane = laneNumbers[partner] else { return nil }
        lastLane = lane
        return lane
    }

    /// The partners of which something has come.
    var partners: [String] { lanes.map(\.partner) }

    /// How many postbacks there are of each partner.
    var counts: [String: StoreCounts] {
        Dictionary(uniqueKeysWithValues: lanes.map { ($0.partner, $0.counts) })
    }

    /// How many postbacks there are of one partner.
    func laneCounts(_ partner: String) -> StoreCounts { laneNumbers[partner].map { lanes[$0].counts } ?? StoreCounts() }

    mutating func number(_ reason: String) -> UInt8 {
        if let place = reasons.firstIndex(of: reason) { return UInt8(place) }
        // A closed set of words; whatever came beyond it would be told as the first of all.
        guard reasons.count < 255 else { return 0 }
        reasons.append(reason)
        return UInt8(reasons.count - 1)
    }

    /// Counts an entry in or out, as what it is now.
    mutating func count(_ slot: Int32, _ change: Int) {
        let entry = entries[Int(slot)]
        let lane = targetLanes[Int(entry.target)]
        switch entry.state {
        case .waiting, .inFlight: lanes[lane].counts.pending += change
        case .held:
            lanes[lane].counts.pending += change
            lanes[lane].counts.held += change
        case .dead: lanes[lane].counts.dead += change
        case .parked: lanes[lane].counts.parked += change
        case .free: break
        }
        if entry.settled != nil { letterCount += change }
    }

    /// Changes an entry, and what is counted of it.
    mutating func update(_ slot: Int32, _ body: (inout Entry) -> Void) {
        count(slot, -1)
        body(&entries[Int(slot)])
        count(slot, 1)
    }

    mutating func queue(_ slot: Int32) {
        let entry = entries[Int(slot)]
        let lane = targetLanes[Int(entry.target)]
        if entry.attempts == 0 {
            lanes[lane].first.insert(slot, due: entry.due)
        } else {
            lanes[lane].retries.insert(slot, due: entry.due)
        }
    }
}
