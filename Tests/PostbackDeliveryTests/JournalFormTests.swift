import Foundation
import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("The form of a journal")
struct JournalFormTests {
    private static let file = "Tests/Fixtures/journal-2/00000001.journal"

    /// A journal with a record of every kind.
    private static func make() throws -> [UInt8] {
        let disk = FaultDisk()
        let store = try JournalStore(disk, window: 600, segmentSize: 16_000, now: StoreSample.at(0), makeSalt: { 42 })
        for name in ["waits", "again", "dead", "revived", "done", "noted"] {
            _ = try store.put(StoreSample.event(name, [(name, name == "waits" ? 600 : 0)]), now: StoreSample.at(0))
        }
        func lease(_ name: String) throws -> PostbackLease {
            var lease = try #require(store.lease(name, isRetry: false, now: StoreSample.at(0)))
            lease.revision = 3
            return lease
        }
        _ = try store.put(
            StoreSample.session("session", of: ["mmp", "idfa"], at: 86_500, from: 86_400, received: 1),
            now: StoreSample.at(1))
        try store.again(try lease("again"), attempts: 2, due: StoreSample.at(90))
        for name in ["dead", "revived"] {
            try store.settle(try lease(name), as: .dead, reason: "http_410", attempts: 4, now: StoreSample.at(2))
        }
        _ = try store.revive(Fingerprint(of: "revived", "revived"), due: StoreSample.at(3))
        try store.done(try lease("done"), now: StoreSample.at(4))
        try store.intend(try lease("noted"))
        try store.write(.seen([.init(key: Fingerprint(of: "seen"), until: Ledger.seconds(StoreSample.at(500)))]))
        let span = SessionClaims.Span(
            start: StoreSample.at(0).microseconds, end: StoreSample.at(10).microseconds,
            until: Ledger.seconds(StoreSample.at(500)))
        try store.write(.claimed([.init(holder: Fingerprint(of: "device", "other"), span: span)]))
        try store.commit()?.perform()
        let bytes = disk[JournalSegment.name(1)]
        return Array(bytes[...(bytes.lastIndex { $0 != 0 } ?? 0)]) + Array(repeating: 0, count: 8)
    }

    @Test("is read as it is kept in the repository, and written as it was")
    func kept() throws {
        let url = Repository.root.appending(path: Self.file)
        if Golden.isRewriting {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(Self.make()).write(to: url)
        }
        let bytes = Array(try Data(contentsOf: url))
        #expect(try bytes == Self.make(), "the form has changed: give it another version, and keep a file of it")
        let disk = FaultDisk()
        _ = try disk.create(JournalSegment.name(1), size: 0)
        disk[JournalSegment.name(1)] = bytes
        let store = try JournalStore(disk, window: 600, now: StoreSample.at(5), makeSalt: { 1 })
        #expect(store.nextDue("waits", isRetry: false) == StoreSample.at(600))
        let again = try #require(store.lease("again", isRetry: true, now: StoreSample.at(90)))
        #expect(again.attempts == 2 && again.revision == 3)
        #expect(try store.line(of: again) == Array("{\"event\":\"again\"}".utf8))
        #expect(store.lease("revived", isRetry: false, now: StoreSample.at(3))?.attempts == 0)
        let letters = store.settled.sorted { $0.reason < $1.reason }
        #expect(letters.map(\.reason) == ["http_410", "unknown_outcome"] && letters[0].time == StoreSample.at(2))
        let areKnown = [Fingerprint(of: "done", "done"), Fingerprint(of: "seen")].map { store.ledger.isKnown($0) }
        #expect(areKnown == [true, true])
        func isTaken(_ device: String, _ seconds: Double) -> Bool {
            let claim = StoreSample.session("x", of: [device], at: seconds, from: 0, received: 5).postbacks[0].claim
            return claim.map { store.ledger.claims.isTaken($0) } ?? false
        }
        #expect(isTaken("idfa", 100_000) && isTaken("mmp", 100_000) && isTaken("other", 9) && !isTaken("other", 10))
    }

    @Test("of another version is refused by its number")
    func version() throws {
        let disk = FaultDisk()
        _ = try JournalStore(disk, now: StoreSample.at(0), makeSalt: { 1 })
        disk[JournalSegment.name(1)][8] = 1
        #expect(throws: JournalProblem.version(file: "00000001.journal", version: 1)) {
            try JournalStore(disk, now: StoreSample.at(0), makeSalt: { 1 })
        }
    }

    /// A segment that somebody has made, with sound checksums.
    private static func forged(number: UInt64 = 1, first: UInt64 = 1, records: [(UInt64, UInt64, UInt8, [UInt8])])
        -> (String, [UInt8])
    {
        let head = JournalSegment(number: number, salt: 9, first: first)
        var bytes = RecordBytes(head.bytes)
        for (sequence, group, kind, payload) in records {
            JournalRecord.Head(sequence: sequence, group: group, begins: true, kind: kind, length: payload.count)
                .append(RecordBytes(payload), to: &bytes, salt: 9)
        }
        return (head.name, bytes.take())
    }

    @Test("with numbers at the edge of their width stops nothing: it is read, or refused by name")
    func forgedNumbers() throws {
        let event = StoreRecord.event(
            line: [0x7B, 0x7D], received: StoreSample.at(0),
            [.init(postback: StoreSample.event("e", [("meta", 0)]).postbacks[0])])
        let edges: [UInt64] = [UInt64(Int32.max), UInt64(UInt32.max), 1 << 62 - 1, 1 << 62, UInt64(Int64.max), .max]
        for edge in edges {
            for forged in [
                Self.forged(records: [(1, edge, 1, event.payload), (2, edge &+ 1, 1, event.payload)]),
                Self.forged(first: edge, records: [(edge, 1, 1, event.payload)]),
                Self.forged(number: edge, records: [(1, 1, 1, event.payload)]),
            ] {
                let disk = FaultDisk()
                _ = try disk.create(forged.0, size: 0)
                disk[forged.0] = forged.1
                do throws(JournalProblem) {
                    let store = try JournalStore(disk, now: StoreSample.at(0), makeSalt: { 1 })
                    #expect(edge < 1 << 62 || store.counts.isEmpty, "\(edge)")
                    let put = try? store.put(StoreSample.event("f", [("meta", 0)]), now: StoreSample.at(0))
                    #expect(put == [true])
                } catch {
                    #expect(edge >= 1 << 62 - 1 && error.description.contains(".journal'"), "\(edge): \(error)")
                }
            }
        }
    }

    @Test("with moments that no clock has shows what it cannot read")
    func forgedMoments() throws {
        for moment in [Int64.min, .max, 400_000_000_000_000_001] {
            var payload = StoreRecord.revived(Fingerprint(high: 1, low: 2), due: StoreSample.at(0)).payload
            payload.replaceSubrange(16..<24, with: [UInt8](little: moment))
            let (name, bytes) = Self.forged(records: [(1, 1, 6, payload)])
            let disk = FaultDisk()
            _ = try disk.create(name, size: 0)
            disk[name] = bytes
            #expect(throws: JournalProblem.self) { try JournalStore(disk, now: StoreSample.at(0), makeSalt: { 1 }) }
        }
    }

    @Test("with moments and spans that lead beyond all numbers stops nothing")
    func forgedEdges() throws {
        let key = Fingerprint(high: 1, low: 2)
        func store(_ record: StoreRecord, window: UInt32) throws -> JournalStore {
            let (name, bytes) = Self.forged(records: [(1, 1, record.kind, record.payload)])
            let disk = FaultDisk()
            _ = try disk.create(name, size: 0)
            disk[name] = bytes
            return try JournalStore(disk, window: window, now: StoreSample.at(0), makeSalt: { 1 })
        }
        // A report of a journal has no window, so that a second is a step.
        for window: UInt32 in [0, 1, 7_200] {
            let seen = try store(.seen([.init(key: key, until: .max)]), window: window)
            _ = try seen.maintain(now: StoreSample.at(0))
            let isKnown = seen.ledger.isKnown(key)
            #expect(isKnown)
        }
        let backwards = StoreRecord.claimed([.init(holder: key, span: .init(start: 9, end: 3, until: .max))])
        #expect(throws: JournalProblem.self) { try store(backwards, window: 0) }
        let claim = SessionClaim(
            holders: [key], session: StoreSample.at(0), start: StoreSample.at(1), end: StoreSample.at(0))
        var claims = SessionClaims()
        #expect(claims.take(claim, now: StoreSample.at(0)) && claims.take(claim, now: StoreSample.at(0)))
        var sum: Int64 = .max - 1
        sum.add(from: StoreSample.at(0), to: StoreSample.at(1))
        sum.add(from: Timestamp(microseconds: .min), to: Timestamp(microseconds: .max))
        #expect(sum == .max)
    }

    @Test("keeps dead letters for ever where the limit is longer than all time")
    func endlessLimit() throws {
        let store = MemoryStore()
        store.letterLimits.seconds = .max
        _ = store.put(StoreSample.event("e", [("meta", 0)]), now: StoreSample.at(0))
        let lease = try #require(store.lease("meta", isRetry: false, now: StoreSample.at(0)))
        store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: StoreSample.at(0))
        #expect(store.maintain(now: StoreSample.at(1e9)).isEmpty && store.settled.count == 1)
    }

    @Test("clears no segment away before it has been written to its end")
    func unwrittenSegment() throws {
        let disk = FaultDisk()
        let store = try JournalStore(disk, segmentSize: 4_000, now: StoreSample.at(0), makeSalt: { 7 })
        for number in 0..<20 {
            _ = try store.put(StoreSample.event("e\(number)", [("meta", 0)]), now: StoreSample.at(0))
        }
        try store.commit()?.perform()
        let before = store.journal.segments.count
        // What ends the segment has not reached the disk when the store is tidied.
        while store.journal.segments.count == before {
            guard let lease = store.lease("meta", isRetry: false, now: StoreSample.at(0)) else { break }
            try store.done(lease, now: StoreSample.at(0))
        }
        while let lease = store.lease("meta", isRetry: false, now: StoreSample.at(0)) {
            try store.done(lease, now: StoreSample.at(0))
        }
        for _ in 0..<3 { _ = try store.maintain(now: StoreSample.at(0)) }
        for _ in 0..<20 {
            try store.commit()?.perform()
            _ = try store.maintain(now: StoreSample.at(0))
            _ = try store.put(StoreSample.event(UUID().uuidString, [("tiktok", 0)]), now: StoreSample.at(0))
        }
        #expect(store.journal.segments.first.map { $0 > 1 } ?? false)
    }

    @Test(
        "without room on the disk, or for a file, puts off what is done with dead letters, and ends no service by it",
        arguments: [ENOSPC, EDQUOT, EMFILE, ENFILE])
    func lettersOnFullDisk(_ refusal: Int32) throws {
        let disk = FaultDisk()
        disk.refusal = refusal
        let store = try JournalStore(disk, segmentSize: 32_000, now: StoreSample.at(0), makeSalt: { 7 })
        for number in 0..<600 {
            _ = try store.put(StoreSample.event("e\(number)", [("meta", 0)]), now: StoreSample.at(0))
        }
        while let lease = store.lease("meta", isRetry: false, now: StoreSample.at(0)) {
            try store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: StoreSample.at(0))
        }
        _ = try store.put(StoreSample.event("last", [("meta", 0)]), now: StoreSample.at(0))
        try store.commit()?.perform()
        disk.capacity = disk.used
        let keys = store.settled.map(\.key)
        // More than a segment holds of what could be done later.
        #expect(throws: StoreProblem.self) { try store.perform(LetterRequest(.replay, keys), now: StoreSample.at(1)) }
        #expect(throws: StoreProblem.self) { try store.perform(LetterRequest(.discard, keys), now: StoreSample.at(1)) }
        #expect(store.journal.room >= store.reserve / 2 && !store.settled.isEmpty)
        // The limits are enforced when there is room again, and until then it is no failure that they are not.
        store.letterLimits.most = 0
        for _ in 0..<3 { _ = try store.maintain(now: StoreSample.at(2)) }
        #expect(store.journal.room >= store.reserve / 2)
        disk.capacity = nil
        _ = try store.maintain(now: StoreSample.at(3))
        for _ in 0..<3 { _ = try store.maintain(now: StoreSample.at(3)) }
        #expect(store.settled.isEmpty)
    }

    @Test("keeps the lines of events that have not reached the disk, however little memory there is for lines")
    func unwrittenLines() throws {
        let store = try JournalStore(
            FaultDisk(), window: 100, segmentSize: 4_000, lineLimit: 0, now: StoreSample.at(0), makeSalt: { 7 })
        let event = StoreSample.event("e", [("meta", 0)])
        _ = try store.put(event, now: StoreSample.at(0))
        let lease = try #require(store.lease("meta", isRetry: false, now: StoreSample.at(0)))
        // While the commit is being performed, and before.
        let commit = try #require(store.commit())
        #expect(try store.line(of: lease) == event.line)
        try commit.perform()
        _ = store.commit()
        #expect(try store.line(of: lease) == event.line)
    }

    @Test("is checked whenever an event is read, and when what is left of a segment is moved on")
    func damageLater() throws {
        let disk = FaultDisk()
        let store = try JournalStore(
            disk, window: 100, segmentSize: 4_000, lineLimit: 0, now: StoreSample.at(0), makeSalt: { 7 })
        for number in 0..<200 {
            _ = try store.put(StoreSample.event("e\(number)", [("meta", 0)]), now: StoreSample.at(0))
            try store.commit()?.perform()
        }
        // A bit of the first event falls over.
        disk[JournalSegment.name(1)][JournalSegment.headSize + JournalRecord.headSize + 8] ^= 4
        let first = try #require(store.lease("meta", isRetry: false, now: StoreSample.at(0)))
        do throws(StoreProblem) {
            _ = try store.line(of: first)
            Issue.record("a damaged event was read")
        } catch {
            #expect(error.kind == .failed && error.description.contains("'00000001.journal' at byte 48"), "\(error)")
        }
        // The segment is not cleared away with events that can no longer be found in it.
        for _ in 1..<200 {
            let lease = try #require(store.lease("meta", isRetry: false, now: StoreSample.at(0)))
            try store.done(lease, now: StoreSample.at(0))
        }
        #expect(throws: StoreProblem.self) {
            for _ in 0..<10 {
                _ = try store.maintain(now: StoreSample.at(1))
                try store.commit()?.perform()
            }
        }
        #expect(try disk.files().contains(JournalSegment.name(1)))
    }

    @Test("takes no event that it could not give back")
    func size() throws {
        let disk = FaultDisk()
        let store = try JournalStore(disk, now: StoreSample.at(0), makeSalt: { 7 })
        var event = StoreSample.event("e", [("meta", 0)])
        event.line = Array(repeating: 0x78, count: JournalRecord.largest + 1)
        do throws(StoreProblem) {
            _ = try store.put(event, now: StoreSample.at(0))
            Issue.record("it was taken")
        } catch {
            #expect(error.kind == .refused)
        }
        #expect(try store.put(StoreSample.event("e", [("meta", 0)]), now: StoreSample.at(0)) == [true])
    }

    @Test("leaves room on a full disk to what ends work, however often something fails")
    func repeatedOnFullDisk() throws {
        let disk = FaultDisk()
        let store = try JournalStore(disk, segmentSize: 32_000, now: StoreSample.at(0), makeSalt: { 7 })
        for number in 0..<20 {
            _ = try store.put(StoreSample.event("e\(number)", [("meta", 0)]), now: StoreSample.at(0))
        }
        try store.commit()?.perform()
        disk.capacity = disk.used
        // A partner that fails again and again, on a disk without room for another segment.
        var moment = 0.0
        for _ in 0..<40 {
            for isRetry in [false, true] {
                while let lease = store.lease("meta", isRetry: isRetry, now: StoreSample.at(moment)) {
                    try store.again(lease, attempts: lease.attempts + 1, due: StoreSample.at(moment + 1))
                }
            }
            _ = try store.maintain(now: StoreSample.at(moment))
            try store.commit()?.perform()
            moment += 2
        }
        #expect(!store.unwritten.isEmpty && store.journal.room >= store.reserve / 2)
        // What ends work still fits, and nothing is lost.
        #expect(store.pendingCount == 20)
        disk.capacity = nil
        _ = try store.maintain(now: StoreSample.at(moment))
        try store.commit()?.perform()
        #expect(store.unwritten.isEmpty)
        var count = 0
        while let lease = store.lease("meta", isRetry: true, now: StoreSample.at(moment)) {
            try store.done(lease, now: StoreSample.at(moment))
            count += 1
        }
        #expect(count == 20)
    }
}

extension [UInt8] {
    fileprivate init(little number: Int64) {
        var bytes = RecordBytes()
        bytes.append(little: number)
        self = bytes.take()
    }
}
