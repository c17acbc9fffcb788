import PostbackRuntime
import PostbackTemplate

/// A store that keeps what waits in a journal.
///
/// Events stay on the disk; what has to be known about each postback is in memory. A commit has been performed when the
/// next one is asked for: whoever drives the store sees to that.
final class JournalStore: PostbackStore {
    /// An event of which something is not done.
    struct Event {
        var place: Journal.Place
        var received: Timestamp
        /// Bytes of its record.
        var size: Int
        /// Postbacks that are not done.
        var uses: Int
    }

    var ledger: Ledger
    var events: [Int32: Event] = [:]
    private var nextEvent: Int32 = 0
    private(set) var journal: Journal
    /// Lines of events that were put lately; those that have not reached the disk can be read nowhere else.
    private var lines: [Int32: [UInt8]] = [:]
    private var fresh: [Int32] = []
    private var lineBytes = 0
    private let lineLimit: Int
    /// Bytes of events in each segment of which something is not done.
    var live: [UInt64: Int] = [:]
    /// Attempts that were noted and have no result yet.
    var intended: Set<Fingerprint> = []
    /// How many commits have been asked for.
    private(set) var commits = 0
    /// The commit after which the oldest segment can go.
    var removal: Int?

    /// Opens a journal and takes up what waits in it.
    ///
    /// - Parameters:
    ///   - disk: where it is.
    ///   - window: seconds for which input is compared with what came before.
    ///   - now: the moment; attempts that were out when the process ended are found as they were noted.
    ///   - lineLimit: bytes of events that are kept in memory, so that they need not be read back.
    init(
        _ disk: any JournalDisk, window: UInt32 = 7_200, segmentSize: Int = 64 << 20, lineLimit: Int = 64 << 20,
        now: Timestamp, makeSalt: @escaping () -> UInt64
    ) throws(JournalProblem) {
        self.lineLimit = lineLimit
        var replay = Replay(ledger: Ledger(window: window), now: now)
        journal = try Journal(disk, segmentSize: segmentSize, makeSalt: makeSalt) {
            record, place throws(JournalProblem) in
            try replay.apply(record, place)
        }
        ledger = replay.ledger
        events = replay.events
        nextEvent = replay.nextEvent
        for event in events.values { live[event.place.segment, default: 0] += event.size }
        // Nobody knows what became of an attempt that was noted and has no result.
        for key in replay.intended.sorted(by: { $0.description < $1.description }) {
            guard let slot = ledger.slot(of: key), ledger[slot].state == .waiting else { continue }
            let (attempts, revision) = (ledger[slot].attempts, ledger[slot].revision)
            let reason = "unknown_outcome"
            try write(.settled(key, .parked, attempts: attempts, reason: reason, revision: revision))
            ledger.restore(slot, .parked, attempts: attempts, reason: reason, revision: revision)
        }
        ledger.queueAll()
    }

    /// Opens the journal of a folder, which is made if it is not there.
    convenience init(path: String, window: UInt32 = 7_200, now: Timestamp) throws(JournalProblem) {
        let disk = try JournalProblem.onDisk { () throws(DiskProblem) in try SystemDisk(path: path) }
        try self.init(disk, window: window, now: now, makeSalt: { UInt64.random(in: 0...UInt64.max) })
    }

    @discardableResult
    func write(_ record: StoreRecord, keeping reserve: Int = 0) throws(JournalProblem) -> Journal.Place {
        try journal.append(record.kind, record.payload, keeping: reserve)
    }

    func put(_ event: AcceptedEvent, now: Timestamp) throws(JournalProblem) -> [Bool] {
        var keys: Set<Fingerprint> = []
        let taken = event.postbacks.map { !ledger.isKnown($0.key) && keys.insert($0.key).inserted }
        let postbacks = zip(event.postbacks, taken).filter(\.1).map(\.0)
        guard !postbacks.isEmpty else { return taken }
        // First the journal: what it has no room for has not happened.
        let record = StoreRecord.event(
            line: event.line, received: event.received, postbacks.map { StoreRecord.Posting(postback: $0) })
        let place = try write(record, keeping: reserve)
        add(nextEvent, place, event.received, size: event.line.count, postbacks.count)
        for postback in postbacks { _ = ledger.add(postback, event: nextEvent) }
        keep(event.line, of: nextEvent)
        nextEvent &+= 1
        return taken
    }

    /// Bytes of a segment that new events leave to those that are on their way, for when the disk is full.
    var reserve: Int { journal.segmentSize / 16 }

    func add(_ number: Int32, _ place: Journal.Place, _ received: Timestamp, size: Int, _ uses: Int) {
        events[number] = Event(place: place, received: received, size: size, uses: uses)
        live[place.segment, default: 0] += size
    }

    /// Keeps the line of an event whose record has not reached the disk.
    func keep(_ line: [UInt8], of event: Int32) {
        if lines.updateValue(line, forKey: event) == nil { lineBytes += line.count }
        fresh.append(event)
    }

    var partners: [String] { Array(ledger.lanes.keys) }

    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? { ledger.nextDue(partner, isRetry: isRetry) }

    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
        guard let slot = ledger.take(partner, isRetry: isRetry, now: now.microseconds) else { return nil }
        return ledger.lease(slot, received: events[ledger[slot].event]?.received ?? now)
    }

    func line(of lease: PostbackLease) throws(JournalProblem) -> [UInt8] {
        let number = ledger[lease.slot].event
        if let line = lines[number] { return line }
        guard let event = events[number] else { return [] }
        guard case .event(let line, _, _)? = StoreRecord(kind: 1, try journal.read(event.place)) else {
            throw .corrupt(
                file: JournalSegment.name(event.place.segment), offset: Int(event.place.offset),
                reason: "an event is not what was written")
        }
        return line
    }

    func intend(_ lease: PostbackLease) throws(JournalProblem) {
        try write(.intent(lease.key, revision: lease.revision))
        intended.insert(lease.key)
        ledger.change(lease.key) { $0.revision = lease.revision }
    }

    func done(_ lease: PostbackLease, now: Timestamp) throws(JournalProblem) {
        try write(.done(lease.key, at: now, revision: lease.revision))
        intended.remove(lease.key)
        let number = ledger[lease.slot].event
        ledger.remove(lease.slot, now: now)
        release(number)
    }

    private func release(_ number: Int32) {
        guard var event = events[number] else { return }
        event.uses -= 1
        guard event.uses == 0 else { return events[number] = event }
        events[number] = nil
        live[event.place.segment, default: 0] -= event.size
        if let line = lines.removeValue(forKey: number) { lineBytes -= line.count }
    }

    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) throws(JournalProblem) {
        try write(.again(lease.key, attempts: UInt8(clamping: attempts), due: due, revision: lease.revision))
        intended.remove(lease.key)
        ledger.wait(lease.slot, attempts: attempts, due: due.microseconds, revision: lease.revision)
    }

    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now _: Timestamp
    ) throws(JournalProblem) {
        let record = StoreRecord.settled(
            lease.key, state, attempts: UInt8(clamping: attempts), reason: reason, revision: lease.revision)
        try write(record)
        intended.remove(lease.key)
        ledger.settle(lease.slot, as: state, reason: reason, attempts: attempts, revision: lease.revision)
    }

    func revive(_ key: Fingerprint, due: Timestamp) throws(JournalProblem) -> Bool {
        guard let slot = ledger.slot(of: key), ledger[slot].settled != nil else { return false }
        try write(.revived(key, due: due))
        ledger.wait(slot, attempts: 0, due: due.microseconds, revision: ledger[slot].revision)
        return true
    }

    var settled: [SettledPostback] { ledger.settled }

    var pendingCount: Int { ledger.pendingCount }

    func commit() -> [Journal.Commit] {
        commits += 1
        // What was put before the commit that has been performed can be read from the disk.
        var place = 0
        while place < fresh.count, lineBytes > lineLimit || lines[fresh[place]] == nil {
            if let line = lines.removeValue(forKey: fresh[place]) { lineBytes -= line.count }
            place += 1
        }
        fresh.removeFirst(place)
        if fresh.count > 2 * lines.count + 10_000 { fresh.removeAll { lines[$0] == nil } }
        return journal.commit()
    }

    func flush() -> Journal.Commit? { journal.flush() }
}
