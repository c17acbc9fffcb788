import PostbackTemplate

extension JournalStore {
    /// The part of a segment's bytes up to which it is worth moving what is left of it.
    private static let worthMoving = 0.5
    /// Segments that are let stand before anything is moved.
    private static let standing = 4

    func tidy(now: Timestamp) throws(JournalProblem) {
        ledger.forget(now: now)
        if let removal {
            // The records that took the place of the segment's have reached the disk by the second commit after them.
            guard commits > removal else { return }
            live[journal.segments[0]] = nil
            try journal.removeOldest()
            self.removal = nil
        }
        guard journal.segments.count > 1, let oldest = journal.segments.first else { return }
        let left = live[oldest] ?? 0
        let isWorth = Double(left) < Self.worthMoving * Double(journal.segmentSize)
        guard left == 0 || journal.segments.count > Self.standing && isWorth else { return }
        do throws(JournalProblem) {
            // Little that is left may use the last room, since a whole segment becomes free for it.
            try moveOn(oldest, keeping: left < reserve / 2 ? 0 : reserve)
            removal = commits + 1
        } catch {
            // What has been moved has been moved; the rest waits until the disk has room again.
            guard case .disk(let problem) = error, problem.isFull else { throw error }
        }
    }

    /// Writes what is left of a segment anew: events of which something is not done, and keys that are remembered.
    private func moveOn(_ segment: UInt64, keeping reserve: Int) throws(JournalProblem) {
        var moved: Set<Int32> = []
        var seen: [StoreRecord.Seen] = []
        try journal.scan(segment) { record, _ throws(JournalProblem) in
            switch StoreRecord(kind: record.kind, record.payload) {
            case .event(let line, let received, let postings)?:
                try move(line, received, postings, &moved, keeping: reserve)
            case .done(let key, _, _)?:
                if let until = ledger.seen[key] { seen.append(.init(key: key, until: until)) }
            case .seen(let keys)?: seen += keys.filter { ledger.seen[$0.key] != nil }
            case .intent, .again, .settled, .revived, nil: break
            }
        }
        for start in stride(from: 0, to: seen.count, by: 10_000) {
            try write(.seen(Array(seen[start..<min(start + 10_000, seen.count)])), keeping: reserve)
        }
    }

    private func move(
        _ line: [UInt8], _ received: Timestamp, _ postings: [StoreRecord.Posting], _ moved: inout Set<Int32>,
        keeping reserve: Int
    ) throws(JournalProblem) {
        var left: [StoreRecord.Posting] = []
        var number: Int32?
        for posting in postings {
            guard let slot = ledger.slot(of: posting.postback.key) else { continue }
            let entry = ledger[slot]
            // Only the newest record of an event counts.
            guard let event = events[entry.event], event.place.segment == journal.segments.first else { continue }
            number = entry.event
            var posting = posting
            posting.postback.due = Timestamp(microseconds: entry.due)
            posting.attempts = entry.attempts
            posting.revision = entry.revision
            posting.state = entry.settled?.rawValue ?? 0
            posting.reason = ledger.reasons[Int(entry.reason)]
            left.append(posting)
        }
        guard let number, moved.insert(number).inserted, var event = events[number] else { return }
        let place = try write(.event(line: line, received: received, left), keeping: reserve)
        live[event.place.segment, default: 0] -= event.size
        event.place = place
        live[event.place.segment, default: 0] += event.size
        events[number] = event
        keep(line, of: number)
        for posting in left where intended.contains(posting.postback.key) {
            try write(.intent(posting.postback.key, revision: posting.revision))
        }
    }
}
