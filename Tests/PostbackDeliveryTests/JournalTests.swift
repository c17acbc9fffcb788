import Foundation
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("Journal")
struct JournalTests {
    /// Cases of the long tests: `POSTBACK_JOURNAL_SEEDS`, or enough for every run.
    static let seeds = ProcessInfo.processInfo.environment["POSTBACK_JOURNAL_SEEDS"].flatMap { Int($0) } ?? 600

    /// Opens a journal, with what it recovers.
    static func open(
        _ disk: any JournalDisk, size: Int = 1 << 16, salt: UInt64 = 7
    ) throws(JournalProblem) -> (journal: Journal, records: [JournalRecord]) {
        var records: [JournalRecord] = []
        var salt = salt
        let journal = try Journal(
            disk, segmentSize: size,
            makeSalt: {
                salt = salt &* 6_364_136_223_846_793_005 &+ 1
                return salt
            }, recover: { record, _ in records.append(record) })
        return (journal, records)
    }

    static func payload(_ number: Int) -> [UInt8] {
        (0..<number % 90).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
    }

    /// A disk with records, a commit after each three, and where each record ends in the only segment.
    private func filled(_ count: Int) throws -> (disk: FaultDisk, ends: [Int]) {
        let disk = FaultDisk()
        let (journal, _) = try Self.open(disk)
        var ends: [Int] = []
        for number in 0..<count {
            let place = try journal.append(UInt8(number % 7), RecordBytes(Self.payload(number)))
            ends.append(Int(place.offset) + JournalRecord.size(of: Self.payload(number).count))
            if number % 3 == 2 { for commit in journal.commit() { try commit.perform() } }
        }
        for commit in journal.commit() { try commit.perform() }
        return (disk, ends)
    }

    private func isPrefix(_ records: [JournalRecord]) -> Bool {
        records.enumerated().allSatisfy { index, record in
            record.sequence == UInt64(index + 1) && Array(record.payload) == Self.payload(index)
                && record.kind == UInt8(index % 7)
        }
    }

    private static let first = JournalSegment.name(1)

    @Test("checksums are those of the standard")
    func checksums() {
        // RFC 3720, B.4, and the check value of the catalogue of CRCs.
        #expect(CRC32C.checksum(Array(repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum(Array(repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
        #expect(CRC32C.checksum(Array((0..<32).reversed())) == 0x113F_DB5C)
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
        let text = Array("divided anywhere, it is the same".utf8)
        for cut in 0...text.count {
            let head = CRC32C.checksum(Array(text[..<cut]))
            #expect(CRC32C.checksum(Array(text[cut...]), after: head) == CRC32C.checksum(text))
        }
    }

    @Test(
        "checksums are the same by the processor's instruction and without it", .enabled(if: CRC32C.hasInstruction))
    func checksumInstruction() {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...100, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let start = UInt32.random(in: 0 ... .max, using: &random)
            let from = Int.random(in: 0...bytes.count, using: &random)
            let sums = unsafe bytes.withUnsafeBytes { all in
                let part = unsafe UnsafeRawBufferPointer(rebasing: all[from...])
                return unsafe (CRC32C.checksum(part, after: start), CRC32C.plainChecksum(part, after: start))
            }
            #expect(sums.0 == sums.1, "\(bytes[from...]) after \(start)")
        }
    }

    @Test("gives back what was committed, and goes on behind it")
    func reopening() throws {
        let (disk, _) = try filled(50)
        let (journal, records) = try Self.open(disk)
        #expect(records.count == 50 && isPrefix(records))
        let place = try journal.append(1, RecordBytes(Self.payload(50)))
        for commit in journal.commit() { try commit.perform() }
        #expect(try Array(journal.read(place)) == Self.payload(50))
        let again = try Self.open(disk).records
        #expect(again.count == 51 && again.map(\.sequence) == Array(1...51))
    }

    @Test("cut off at any byte gives the records in front of it, and takes new ones behind them")
    func truncation() throws {
        let (disk, ends) = try filled(40)
        let whole = disk[Self.first]
        for length in JournalSegment.headSize...ends[39] {
            let other = FaultDisk()
            _ = try other.create(Self.first, size: 0)
            other[Self.first] = Array(whole.prefix(length))
            let (journal, records) = try Self.open(other, salt: 99)
            #expect(records.count == ends.count { $0 <= length } && isPrefix(records), "cut at \(length)")
            _ = try journal.append(6, RecordBytes([1, 2, 3]))
            for commit in journal.commit() { try commit.perform() }
            let again = try Self.open(other, salt: 5).records
            #expect(again.count == records.count + 1 && again.last?.payload == [1, 2, 3], "cut at \(length)")
        }
        let short = FaultDisk()
        _ = try short.create(Self.first, size: 20)
        #expect(throws: JournalProblem.self) { try Self.open(short) }
    }

    @Test("never takes a flipped bit for a record, and never gives up a commit that a later one followed")
    func bitFlips() throws {
        let (disk, ends) = try filled(30)
        let whole = disk[Self.first]
        var random = SeededGenerator()
        for place in JournalSegment.headSize..<ends[29] {
            for bit in [0, 3, 7] {
                let damaged = ends.firstIndex { place < $0 } ?? 29
                disk[Self.first] = whole
                disk[Self.first][place] ^= 1 << UInt8(bit)
                var records: [JournalRecord] = []
                do {
                    _ = try Journal.Recovery.read(disk) { record, _ in records.append(record) }
                    // Only the last commit can pass for one that did not come to its end.
                    #expect(damaged >= 27, "byte \(place), bit \(bit)")
                } catch {
                    #expect(error.description.contains("'00000001.journal' at byte"), "\(error)")
                }
                #expect(records.count == damaged && isPrefix(records), "byte \(place), bit \(bit)")
            }
        }
        for place in 0..<44 {
            disk[Self.first] = whole
            disk[Self.first][place] ^= UInt8.random(in: 1...255, using: &random)
            #expect(throws: JournalProblem.self, "byte \(place)") { try Self.open(disk) }
        }
    }

    @Test("damaged in an older segment does not start, and names file and offset")
    func olderSegment() throws {
        let disk = FaultDisk()
        let (journal, _) = try Self.open(disk, size: 600)
        for number in 0..<40 {
            _ = try journal.append(1, RecordBytes(Self.payload(number + 50)))
            for commit in journal.commit() { try commit.perform() }
        }
        #expect(journal.segments.count > 3)
        let name = JournalSegment.name(2)
        disk[name][JournalSegment.headSize + 30] ^= 4
        do {
            _ = try Self.open(disk)
            Issue.record("a damaged journal was opened")
        } catch {
            #expect(
                error
                    == .corrupt(
                        file: name, offset: JournalSegment.headSize,
                        reason: "a record is damaged and later ones are whole"))
        }
        try disk.remove(name)
        #expect(throws: JournalProblem.gap(after: JournalSegment.name(1), before: JournalSegment.name(3))) {
            try Self.open(disk)
        }
    }

    @Test("loses nothing that was committed, whenever power is lost and whatever became of the rest")
    func powerLoss() throws {
        var random = SeededGenerator()
        for round in 0..<Self.seeds {
            let disk = FaultDisk()
            // What every record with a number was, as far as anyone knows.
            var written: [UInt64: [UInt8]] = [:]
            var acknowledged: UInt64 = 0
            var removed: UInt64 = 0
            for life in 0..<4 {
                let salt = UInt64.random(in: 0...UInt64.max, using: &random)
                // While it starts, too.
                disk.failsAfter = Int.random(in: 0..<(life == 0 ? 60 : 90), using: &random)
                do throws(JournalProblem) {
                    let (journal, records) = try Self.open(disk, size: 700, salt: salt)
                    check(records, written, acknowledged, removed, "round \(round), life \(life)")
                    // What came of a torn commit is as good as written now, and the rest will never be.
                    acknowledged = max(acknowledged, records.last?.sequence ?? 0)
                    for number in written.keys where number > acknowledged { written[number] = nil }
                    var next = acknowledged + 1
                    while true {
                        var last: UInt64 = acknowledged
                        for _ in 0..<Int.random(in: 1...6, using: &random) {
                            let content = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                                UInt8.random(in: 0...255, using: &random)
                            }
                            written[next] = content
                            _ = try journal.append(3, RecordBytes(content))
                            last = next
                            next += 1
                            guard Int.random(in: 0..<4, using: &random) == 0, let part = journal.flush() else {
                                continue
                            }
                            do throws(DiskProblem) {
                                try part.perform()
                            } catch {
                                throw .disk(error)
                            }
                        }
                        do throws(DiskProblem) {
                            for commit in journal.commit() { try commit.perform() }
                        } catch {
                            throw .disk(error)
                        }
                        acknowledged = last
                        if journal.segments.count > 4 {
                            removed = max(removed, try Self.first(of: journal.segments[1], on: disk) - 1)
                            try journal.removeOldest()
                        }
                    }
                } catch .disk {
                    disk.restart(&random)
                } catch {
                    Issue.record("round \(round), life \(life): \(error)")
                    return
                }
            }
        }
    }

    /// The number of the first record of a segment.
    private static func first(of segment: UInt64, on disk: FaultDisk) throws(JournalProblem) -> UInt64 {
        let name = JournalSegment.name(segment)
        return try JournalSegment(Array(disk[name].prefix(JournalSegment.headSize)), file: name).first
    }

    private func check(
        _ records: [JournalRecord], _ written: [UInt64: [UInt8]], _ acknowledged: UInt64, _ removed: UInt64,
        _ place: String
    ) {
        let sound = records.allSatisfy { written[$0.sequence] == Array($0.payload) }
        #expect(sound, "\(place): a record is not what was written")
        let numbers = records.map(\.sequence)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }, "\(place): records are missing")
        #expect((numbers.last ?? acknowledged) >= acknowledged, "\(place): \(acknowledged) was committed")
        #expect(
            (numbers.first ?? 1) <= removed + 1, "\(place): the first is \(numbers.first ?? 0), removed are \(removed)")
    }
}
