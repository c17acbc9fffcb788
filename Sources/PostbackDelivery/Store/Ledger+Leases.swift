import PostbackTemplate

extension Ledger {
    /// When the next postback for a partner is due.
    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? {
        guard let lane = lanes[partner] else { return nil }
        return (isRetry ? lane.retries : lane.first).nextDue.map(Timestamp.init(microseconds:))
    }

    /// What whoever sends a postback has to know.
    func lease(_ slot: Int32, received: Timestamp) -> PostbackLease {
        let entry = self[slot]
        return PostbackLease(
            key: entry.key, target: target(entry.target), withheld: ClassificationSet(rawValue: entry.withheld),
            received: received, due: Timestamp(microseconds: entry.due), attempts: Int(entry.attempts), slot: slot,
            revision: entry.revision)
    }

    /// All that was put aside.
    var settled: [SettledPostback] {
        entries.compactMap { entry in
            guard let state = entry.settled else { return nil }
            return SettledPostback(
                key: entry.key, target: target(entry.target), state: state,
                reason: reasons[Int(entry.reason)], attempts: Int(entry.attempts), revision: entry.revision)
        }
    }
}

extension Ledger.Entry {
    /// What it was put aside as; nil while it waits or is out.
    var settled: SettledState? {
        switch state {
        case .dead: .dead
        case .parked: .parked
        case .waiting, .out, .free: nil
        }
    }
}
