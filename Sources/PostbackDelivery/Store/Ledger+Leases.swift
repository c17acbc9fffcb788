import PostbackTemplate

extension Ledger {
    /// When the next postback for a partner is due.
    mutating func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? {
        guard let lane = laneNumber(of: partner) else { return nil }
        let first = isRetry ? lanes[lane].retries.first : lanes[lane].first.first
        return first.map { Timestamp(microseconds: $0.due) }
    }

    /// What whoever sends a postback has to know.
    func lease(_ slot: Int32, received: Timestamp) -> PostbackLease {
        let entry = self[slot]
        return PostbackLease(
            key: entry.key, target: target(entry.target),
            item: entry.item == Entry.noItem ? nil : Int(entry.item),
            withheld: ClassificationSet(rawValue: entry.withheld),
            received: received, due: Timestamp(microseconds: entry.due), attempts: Int(entry.attempts),
            handle: Int(slot), revision: entry.revision)
    }

    /// All that is dead or parked.
    var settled: [SettledPostback] { entries.compactMap { letter($0) } }

    /// The dead letter or the parked postback at a place; nil for what is neither.
    func letter(_ slot: Int32) -> SettledPostback? { letter(self[slot]) }

    private func letter(_ entry: Entry) -> SettledPostback? {
        guard let state = entry.settled else { return nil }
        return SettledPostback(
            key: entry.key, target: target(entry.target), state: state, reason: reasons[Int(entry.reason)],
            attempts: Int(entry.attempts), revision: entry.revision, time: Timestamp(microseconds: entry.due))
    }

    /// How many postbacks of each target wait, are held or are in flight.
    func waiting() -> [PostbackTarget: Int] {
        var counts: [Int32: Int] = [:]
        for entry in entries where entry.isPending { counts[entry.target, default: 0] += 1 }
        return Dictionary(uniqueKeysWithValues: counts.map { (target($0.key), $0.value) })
    }
}

extension Ledger.Entry {
    /// Whether it is dead or parked; nil while it waits, is held or is in flight.
    var settled: SettledState? {
        switch state {
        case .dead: .dead
        case .parked: .parked
        case .waiting, .inFlight, .held, .free: nil
        }
    }

    /// Whether it waits, is held or is in flight.
    var isPending: Bool { state == .waiting || state == .inFlight || state == .held }
}

extension PostbackLease {
    /// Its place in a ledger.
    var slot: Int32 { Int32(truncatingIfNeeded: handle) }
}
