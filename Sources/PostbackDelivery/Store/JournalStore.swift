import PostbackRuntime
import PostbackTemplate

/// A store that keeps what waits in a journal: a folder of files on a local disk.
///
/// Events stay on the disk; what has to be known about each postback is in memory. Dead letters are replayed and discarded
/// by the command beside a running service, through a file in the folder.
final class JournalStore {
    /// A postback that waits for its next attempt, as soon as there is room to write that down.
    struct Unwritten {
        var lease: PostbackLease
        var attempts: Int
        var due: Timestamp
    }

    var ledger: Ledger
    var events = StoredEvents()
    var journal: Journal
    /// Bytes of lines that are kept in memory.
    let lineLimit: Int
    /// Bytes of events in each segment of which something is not done.
    var live: [UInt64: Int] = [:]
    /// Attempts that were noted and have no result yet.
    var intended: Set<Fingerprint> = []
    /// The record that is being written.
    private var payload = RecordBytes()
    /// How many commits have been asked for.
    var commits = 0
    /// The segment that was written to last, and at which commit those before it were ended that this process wrote.
    private var newest: UInt64 = 0
    var ended: [UInt64: Int] = [:]
    /// The commit after which the oldest segment can go.
    var removal: Int?
    /// What has to be written when the disk has room again.
    var unwritten: [Unwritten] = []
    /// What the command asks for; nil for a journal that is in no folder of the system.
    let requests: DeadLetterRequestFile?
    /// Dead letters and parked postbacks that are kept, and for how long.
    var letterLimits = DeadLetterLimits()

    /// Opens a journal and takes up what waits in it.
    ///
    /// - Parameters:
    ///   - disk: where it is.
    ///   - window: seconds for which input is compared with what came before.
    ///   - now: the moment; attempts that were in flight when the process ended are found as they were noted.
    ///   - lineLimit: bytes of events that are kept in memory, so that they need not be read back.
    init(
        _ disk: any JournalDisk, window: UInt32 = PostbackStores.window, segmentSize: Int = 64 << 20,
        lineLimit: Int = 32 << 20,
        now: Timestamp, requests: DeadLetterRequestFile? = nil, makeSalt: @escaping () -> UInt64
    ) throws(JournalProblem) {
        self.lineLimit = lineLimit
        self.requests = requests
        ledger = Ledger(window: window)
        var replay = Replay(window: window, now: now)
        journal = try Journal(disk, segmentSize: segmentSize, makeSalt: makeSalt) {
            record, place throws(JournalProblem) in
            try replay.apply(record, place)
        }
        newest = journal.segments.last ?? 0
        // What was taken up changes hands, so that nothing of it is copied when it changes.
        swap(&ledger, &replay.ledger)
        swap(&events, &replay.events)
        for slot in events.slots {
            guard let event = events[slot] else { continue }
            live[event.place.segment, default: 0] += Int(event.size)
        }
        // Nobody knows what became of an attempt that was noted and has no result.
        for key in replay.intended.sorted(by: { $0.description < $1.description }) {
            guard let slot = ledger.slot(of: key), ledger[slot].state == .waiting else { continue }
            let (attempts, revision) = (ledger[slot].attempts, ledger[slot].revision)
            let reason = Self.unknownOutcome
            try write(.settled(key, .parked, attempts: attempts, reason: reason, revision: revision, at: now))
            ledger.restore(
                slot, .parked, attempts: attempts, reason: reason, revision: revision, at: now.microseconds)
        }
        ledger.queueAll()
    }

    /// Why a postback was parked that was being sent when the process ended.
    private static let unknownOutcome = "unknown_outcome"

    /// Opens the journal of a folder, which is made if it is not there; one journal has a folder at a time.
    ///
    /// - Parameters:
    ///   - path: the folder. If it is the caller's, it is closed to others.
    ///   - window: seconds for which input is compared with what came before.
    ///   - now: the moment.
    convenience init(path: String, window: UInt32 = PostbackStores.window, now: Timestamp) throws(JournalProblem) {
        let disk = try JournalProblem.onDisk { () throws(DiskProblem) in try SystemDisk(path: path) }
        try self.init(
            disk, window: window, now: now, requests: DeadLetterRequestFile(journal: path),
            makeSalt: { UInt64.random(in: 0...UInt64.max) })
    }

    @discardableResult
    func write(_ record: StoreRecord, keeping reserve: Int = 0) throws(JournalProblem) -> Journal.Place {
        payload.removeAll()
        record.append(to: &payload)
        let place = try journal.append(record.kind, payload, keeping: reserve)
        if place.segment != newest {
            ended[newest] = commits
            newest = place.segment
        }
        return place
    }

    /// Whether a segment has been written to its end: what ended it was part of the next commit, and that has been
    /// performed when the one after it is asked for.
    func isWhole(_ segment: UInt64) -> Bool { ended[segment].map { commits >= $0 + 2 } ?? (segment != newest) }

    /// Bytes of a segment that new events leave to those that are on their way, for when the disk is full; a segment that
    /// a full disk made small has little to leave.
    var reserve: Int { min(journal.segmentSize, journal.size) / 16 }

    private func release(_ slot: Int64) {
        guard let event = events.release(slot) else { return }
        live[event.place.segment, default: 0] -= Int(event.size)
    }

    /// Nothing more is to be done for the postback at a place. What could be done later leaves room to what cannot.
    func finish(
        _ slot: Int32, revision: UInt32, now: Timestamp, keeping reserve: Int = 0
    ) throws(JournalProblem) {
        let entry = ledger[slot]
        try write(.done(entry.key, at: now, revision: revision), keeping: reserve)
        intended.remove(entry.key)
        ledger.remove(slot, now: now)
        release(entry.event)
    }

    /// Has a postback wait for another attempt. What fails again and again leaves half of the reserve to what ends work.
    func postpone(_ next: Unwritten) throws(JournalProblem) {
        let lease = next.lease
        let attempts = UInt8(clamping: next.attempts)
        try write(
            .again(lease.key, attempts: attempts, due: next.due, revision: lease.revision), keeping: reserve / 2)
        intended.remove(lease.key)
        ledger.wait(lease.slot, attempts: next.attempts, due: next.due.microseconds, revision: lease.revision)
    }
}
