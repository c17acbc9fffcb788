import PostbackTemplate

extension JournalStore {
    /// The part of a segment's bytes up to which it is worth moving what is left of it.
    private static let compactionThreshold = 0.5
    /// Segments that are let stand before anything is moved.
    private static let standing = 4

    func maintain(now: Timestamp) throws(StoreProblem) -> [SettledPostback] {
        ledger.forget(now: now)
        return try StoreProblem.onJournal { () throws(JournalProblem) in
            do throws(JournalProblem) {
                while let next = unwritten.last {
                    try postpone(next)
                    unwritten.removeLast()
                }
            } catch {
                guard case .disk(let problem) = error, problem.isFull else { throw error }
            }
            let discarded = try discardBeyondLimits(now)
            try compact()
            return discarded
        }
    }

    /// Gives up the oldest of what is dead or parked where there is more of it than the limits say.
    private func discardBeyondLimits(_ now: Timestamp) throws(JournalProblem) -> [SettledPostback] {
        var discarded: [SettledPostback] = []
        do throws(JournalProblem) {
            while discarded.count < 1_000, let slot = ledger.nextBeyond(letterLimits, now: now) {
                guard let letter = ledger.letter(slot) else { break }
                try finish(slot, revision: letter.revision, now: now, keeping: reserve / 2)
                discarded.append(letter)
            }
        } catch {
            // The rest waits until the disk has room again.
            guard case .disk(let problem) = error, problem.isFull else { throw error }
        }
        return discarded
    }

    private func compact() throws(JournalProblem) {
        if let removal {
            // The records that took the place of the segment's have reached the disk by the second commit after them.
            guard commits > removal else { return }
            live[journal.segments[0]] = nil
            ended[journal.segments[0]] = nil
            try journal.removeOldest()
            self.removal = nil
        }
        guard journal.segments.count > 1, let oldest = journal.segments.first, isWhole(oldest) else { return }
        let left = live[oldest] ?? 0
        let isWorth = Double(left) < Self.compactionThreshold * Double(journal.segmentSize)
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

    /// Writes what is left of a segment anew: events of which something is not done, keys that are remembered, and spans
    /// that are taken.
    private func moveOn(_ segment: UInt64, keeping reserve: Int) throws(JournalProblem) {
        var moved: Set<Int64> = []
        var seen: [StoreRecord.Seen] = []
        var claims: [StoreRecord.Claimed] = []
        try journal.scan(segment) { record, place throws(JournalProblem) in
            switch StoreRecord(kind: record.kind, record.payload) {
            case .event(let line, let received, let postings)?:
                for case let claim? in postings.map(\.postback.claim) {
                    claims += StoreRecord.Claimed.all(of: claim, received).filter { ledger.claims.holds($0) }
                }
                try move(line, received, postings, from: place, &moved, keeping: reserve)
            case .done(let key, _, _)?:
                if let until = ledger.remembered(key) { seen.append(.init(key: key, until: until)) }
            case .seen(let keys)?: seen += keys.filter { ledger.remembered($0.key) != nil }
            case .claimed(let kept)?: claims += kept.filter { ledger.claims.holds($0) }
            case .intent, .again, .settled, .revived, nil: break
            }
        }
        // Of these there may be many, which the room that is left has to outlast.
        let reserve = max(reserve, self.reserve / 2)
        for start in stride(from: 0, to: seen.count, by: 10_000) {
            try write(.seen(Array(seen[start..<min(start + 10_000, seen.count)])), keeping: reserve)
        }
        for start in stride(from: 0, to: claims.count, by: 10_000) {
            try write(.claimed(Array(claims[start..<min(start + 10_000, claims.count)])), keeping: reserve)
        }
    }

    private func move(
        _ line: ArraySlice<UInt8>, _ received: Timestamp, _ postings: [StoreRecord.Posting],
        from place: Journal.Place, _ moved: inout Set<Int64>, keeping reserve: Int
    ) throws(JournalProblem) {
        var left: [StoreRecord.Posting] = []
        var number: Int64?
        for posting in postings {
            guard let slot = ledger.slot(of: posting.postback.key) else { continue }
            let entry = ledger[slot]
            // Only the newest record of an event counts. A key that was forgotten meanwhile may be another event's now.
            guard let event = events[entry.event], event.place == place else { continue }
            number = entry.event
            var posting = posting
            posting.postback.due = Timestamp(microseconds: entry.due)
            // Its claim has a record of its own.
            posting.postback.claim = nil
            posting.attempts = entry.attempts
            posting.revision = entry.revision
            posting.state = entry.settled?.rawValue ?? 0
            posting.reason = ledger.reasons[Int(entry.reason)]
            left.append(posting)
        }
        guard let number, moved.insert(number).inserted, let event = events[number] else { return }
        let newPlace = try write(.event(line: line, received: received, left), keeping: reserve)
        live[event.place.segment, default: 0] -= Int(event.size)
        live[newPlace.segment, default: 0] += Int(event.size)
        events.move(number, to: newPlace)
        events.keep(Array(line), of: number, commits: commits)
        for posting in left where intended.contains(posting.postback.key) {
            try write(.intent(posting.postback.key, revision: posting.revision))
        }
    }
}

extension StoreRecord.Claimed {
    /// What a claim is once for each of its holders.
    fileprivate static func all(of claim: SessionClaim, _ received: Timestamp) -> [Self] {
        let span = SessionClaims.Span(claim, taken: received)
        return claim.holders.map { Self(holder: $0, span: span) }
    }
}
