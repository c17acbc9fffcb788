import PostbackRuntime
import PostbackTemplate

extension JournalStore {
    /// Takes up what a journal says, record by record.
    struct Replay: ~Copyable {
        var ledger: Ledger
        var events = StoredEvents()
        /// Attempts that were noted and have no result.
        var intended: Set<Fingerprint> = []
        let now: Timestamp

        /// - Parameter window: seconds for which input is compared with what came before.
        init(window: UInt32, now: Timestamp) {
            ledger = Ledger(window: window)
            self.now = now
        }

        mutating func apply(_ record: JournalRecord, _ place: Journal.Place) throws(JournalProblem) {
            guard let content = StoreRecord(kind: record.kind, record.payload) else {
                throw .corrupt(
                    file: JournalSegment.name(place.segment), offset: Int(place.offset),
                    reason: "a record says nothing that is known")
            }
            switch content {
            case .event(let line, let received, let postings): add(line, received, postings, place)
            case .intent(let key, let revision):
                intended.insert(key)
                ledger.change(key) { $0.revision = revision }
            case .again(let key, let attempts, let due, let revision):
                intended.remove(key)
                ledger.change(key) { entry in
                    entry.attempts = attempts
                    entry.due = due.microseconds
                    entry.revision = revision
                }
            case .done(let key, let moment, _):
                intended.remove(key)
                guard let slot = ledger.slot(of: key) else {
                    // Its event went with an older segment; what counts is that it was done.
                    ledger.remember(key, until: Ledger.seconds(moment).addingClamped(ledger.window))
                    return
                }
                _ = events.release(ledger[slot].event)
                ledger.remove(slot, now: moment)
            case .settled(let key, let state, let attempts, let reason, let revision, let moment):
                intended.remove(key)
                guard let slot = ledger.slot(of: key) else { return }
                ledger.restore(
                    slot, state, attempts: attempts, reason: reason, revision: revision, at: moment.microseconds)
            case .revived(let key, let due):
                if let slot = ledger.slot(of: key) {
                    ledger.wait(
                        slot, attempts: 0, due: due.microseconds, revision: ledger[slot].revision, queues: false)
                }
            case .seen(let keys):
                for seen in keys where ledger.slot(of: seen.key) == nil { ledger.remember(seen.key, until: seen.until) }
            case .claimed(let claims):
                for claim in claims { ledger.claims.add(claim.span, of: claim.holder) }
            }
        }

        private mutating func add(
            _ line: ArraySlice<UInt8>, _ received: Timestamp, _ postings: [StoreRecord.Posting], _ place: Journal.Place
        ) {
            guard !postings.isEmpty else { return }
            let event = events.add(.init(place: place, size: line.count, received: received, uses: postings.count))
            for posting in postings {
                // An event that was moved on is the same event: only its place is new.
                if let slot = ledger.slot(of: posting.postback.key) {
                    _ = events.release(ledger[slot].event)
                    ledger.change(slot) { $0.event = event }
                    continue
                }
                // It was taken in, so that what was known under its key had been forgotten by then.
                let slot = ledger.addNew(
                    posting.postback, event: event, attempts: Int(posting.attempts), received: received,
                    queues: false)
                ledger.change(slot) { $0.revision = posting.revision }
                if let state = SettledState(rawValue: posting.state) {
                    ledger.restore(
                        slot, state, attempts: posting.attempts, reason: posting.reason, revision: posting.revision,
                        at: posting.postback.due.microseconds)
                }
            }
        }
    }
}
