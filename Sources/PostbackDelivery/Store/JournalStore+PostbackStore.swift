import PostbackRuntime
import PostbackTemplate

extension JournalStore: PostbackStore {
    func put(_ event: AcceptedEvent, now _: Timestamp) throws(StoreProblem) -> [Bool] {
        let taken = ledger.admits(event.postbacks)
        let isWhole = taken.allSatisfy(\.self)
        let postbacks = isWhole ? event.postbacks : zip(event.postbacks, taken).filter(\.1).map(\.0)
        guard !postbacks.isEmpty else { return taken }
        // First the journal: what it has no room for has not happened.
        let record = StoreRecord.event(
            line: event.line[...], received: event.received, postbacks.map { StoreRecord.Posting(postback: $0) })
        let place = try StoreProblem.onJournal { () throws(JournalProblem) in try write(record, keeping: reserve) }
        let slot = events.add(
            .init(place: place, size: event.line.count, received: event.received, uses: postbacks.count))
        live[place.segment, default: 0] += event.line.count
        for postback in postbacks { _ = ledger.addNew(postback, event: slot, received: event.received) }
        events.keep(event.line, of: slot, commits: commits)
        return taken
    }

    var partners: [String] { ledger.partners }

    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? { ledger.nextDue(partner, isRetry: isRetry) }

    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
        guard let slot = ledger.take(partner, isRetry: isRetry, now: now.microseconds) else { return nil }
        return ledger.lease(slot, received: events[ledger[slot].event]?.received ?? now)
    }

    func line(of lease: PostbackLease) throws(StoreProblem) -> [UInt8] {
        guard let event = events[ledger[lease.slot].event] else { return [] }
        if let line = event.line { return line }
        return try StoreProblem.onJournal { () throws(JournalProblem) in
            guard
                case .event(let line, _, _)? = StoreRecord(
                    kind: 1, try journal.read(event.place, size: Int(event.size) + 200))
            else {
                throw .corrupt(
                    file: JournalSegment.name(event.place.segment), offset: Int(event.place.offset),
                    reason: "an event is not what was written")
            }
            return Array(line)
        }
    }

    func intend(_ lease: PostbackLease) throws(StoreProblem) {
        try StoreProblem.onJournal { () throws(JournalProblem) in
            _ = try write(.intent(lease.key, revision: lease.revision), keeping: reserve / 2)
        }
        intended.insert(lease.key)
        ledger.change(lease.key) { $0.revision = lease.revision }
    }

    func done(_ lease: PostbackLease, now: Timestamp) throws(StoreProblem) {
        try StoreProblem.onJournal { () throws(JournalProblem) in
            try finish(lease.slot, revision: lease.revision, now: now)
        }
    }

    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) throws(StoreProblem) {
        let next = Unwritten(lease: lease, attempts: attempts, due: due)
        do throws(JournalProblem) {
            try postpone(next)
        } catch {
            let problem = StoreProblem(error)
            guard problem.kind == .full else { throw problem }
            // It is not sent again before that has been written down, so that no restart makes it one attempt too many.
            unwritten.append(next)
        }
    }

    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
    ) throws(StoreProblem) {
        let record = StoreRecord.settled(
            lease.key, state, attempts: UInt8(clamping: attempts), reason: reason, revision: lease.revision, at: now)
        try StoreProblem.onJournal { () throws(JournalProblem) in _ = try write(record) }
        intended.remove(lease.key)
        ledger.settle(
            lease.slot, as: state, reason: reason, attempts: attempts, revision: lease.revision, at: now.microseconds)
    }

    func hold(_ lease: PostbackLease) { ledger.hold(lease.slot) }

    func releaseHeld() { ledger.releaseHeld() }

    func revive(_ key: Fingerprint, due: Timestamp) throws(StoreProblem) -> Bool {
        guard let slot = ledger.slot(of: key), ledger[slot].settled != nil else { return false }
        try StoreProblem.onJournal { () throws(JournalProblem) in
            _ = try write(.revived(key, due: due), keeping: reserve / 2)
        }
        ledger.wait(slot, attempts: 0, due: due.microseconds, revision: ledger[slot].revision)
        return true
    }

    func discard(_ key: Fingerprint, now: Timestamp) throws(StoreProblem) -> Bool {
        guard let slot = ledger.slot(of: key), ledger[slot].settled != nil else { return false }
        try StoreProblem.onJournal { () throws(JournalProblem) in
            try finish(slot, revision: ledger[slot].revision, now: now, keeping: reserve / 2)
        }
        return true
    }

    var settled: [SettledPostback] { ledger.settled }

    var counts: [String: StoreCounts] { ledger.counts }

    func waiting() -> [PostbackTarget: Int] { ledger.waiting() }

    func commit() -> StoreCommit? {
        commits += 1
        events.limitLines(to: lineLimit, commits: commits)
        let commits = journal.commit()
        guard !commits.isEmpty else { return nil }
        return StoreCommit { () throws(StoreProblem) in
            for commit in commits { try Self.perform(commit) }
        }
    }

    func flush() -> StoreCommit? {
        journal.flush().map { part in StoreCommit { () throws(StoreProblem) in try Self.perform(part) } }
    }

    /// Nothing that has to reach the disk may find it full: its room was taken before.
    private static func perform(_ commit: Journal.Commit) throws(StoreProblem) {
        do throws(DiskProblem) {
            try commit.perform()
        } catch {
            throw StoreProblem(.failed, error.description)
        }
    }

    func verify() throws(StoreProblem) {
        do throws(DiskProblem) { try journal.verify() } catch { throw StoreProblem(.failed, error.description) }
    }

    func request() throws(StoreProblem) -> LetterRequest? { requests?.read() }

    func answered() { requests?.remove() }
}
