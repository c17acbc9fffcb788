/// Records on a disk, written one behind the other and read back when the service starts anew.
///
/// Appending only collects; `commit` takes what was collected, and whoever writes it does so from first to last, each
/// commit after the one before has reached the disk. Places are known at once, since all records are put in order here.
final class Journal {
    /// Where a record stands.
    struct Place: Hashable, Comparable {
        var segment: UInt64
        var offset: UInt32

        static func < (left: Place, right: Place) -> Bool {
            (left.segment, left.offset) < (right.segment, right.offset)
        }
    }

    /// A segment with its file.
    struct OpenSegment {
        var head: JournalSegment
        var file: any JournalFile
    }

    /// Bytes that are to reach the disk before any later ones are written.
    struct Commit: Sendable {
        let file: any JournalFile
        let offset: Int
        let bytes: [UInt8]
        /// Whether they have to survive a loss of power, and not only the end of the process.
        var syncs = true

        /// Writes them, and returns when they will survive.
        func perform() throws(DiskProblem) {
            if !bytes.isEmpty { try file.write(bytes, at: offset) }
            if syncs { try file.sync() }
        }
    }

    private let disk: any JournalDisk
    let segmentSize: Int
    private let makeSalt: () -> UInt64
    /// What was read last of a segment.
    var lastRead = JournalBlock()
    /// The segments that are open, by number.
    private(set) var opened: [UInt64: OpenSegment] = [:]
    /// The numbers of the segments, oldest first; the last one is written to.
    private(set) var segments: [UInt64] = []
    private var current: JournalSegment
    private var file: any JournalFile
    /// Bytes of the segment that is written to; fewer than usual where the disk had no more.
    private(set) var size: Int
    private var pending = RecordBytes()
    private var committed: Int
    private var sequence: UInt64
    private var group: UInt64
    private var waiting: [Commit] = []
    /// Whether a part of the next commit has been written.
    private var isBegun = false

    /// Opens a journal and hands out every record that is in it, in order.
    ///
    /// - Parameters:
    ///   - segmentSize: how large each file is made; a record has to fit in.
    ///   - makeSalt: random numbers.
    init(
        _ disk: any JournalDisk, segmentSize: Int = 64 << 20, makeSalt: @escaping () -> UInt64,
        recover: (JournalRecord, Place) throws(JournalProblem) -> Void
    ) throws(JournalProblem) {
        self.disk = disk
        self.segmentSize = segmentSize
        self.makeSalt = makeSalt
        var scanner = Recovery(disk)
        try scanner.run(recover)
        segments = scanner.segments
        opened = scanner.opened
        sequence = scanner.sequence
        // What a torn commit left has been taken away, so that its number can be used again.
        group = scanner.group &+ 1
        current = JournalSegment(number: scanner.newest + 1, salt: makeSalt(), first: sequence)
        // What the newest segment took and did not use may be all that a full disk has left.
        try scanner.settle()
        (file, size) = try Self.create(current, disk, segmentSize, least: Self.leastSize)
        committed = JournalSegment.headSize
        segments.append(current.number)
        opened[current.number] = OpenSegment(head: current, file: file)
    }

    /// The smallest segment that is made when the disk has no room for one of the usual size.
    private static let leastSize = 1 << 20

    /// Makes a segment's file, whole or not at all.
    ///
    /// - Parameters:
    ///   - size: how large it is to be.
    ///   - least: how large it has to be where the disk has no more room.
    private static func create(
        _ segment: JournalSegment, _ disk: any JournalDisk, _ size: Int, least: Int
    ) throws(JournalProblem) -> (any JournalFile, Int) {
        var size = size
        while true {
            do throws(DiskProblem) {
                let file = try disk.create(segment.name + ".new", size: size)
                try file.write(segment.bytes, at: 0)
                try file.sync()
                try disk.rename(segment.name + ".new", to: segment.name)
                try disk.sync()
                return (file, size)
            } catch {
                guard error.isFull, size / 2 >= least else { throw .disk(error) }
                size /= 2
            }
        }
    }

    /// Bytes that can be appended before another segment is needed.
    var room: Int { size - committed - pending.count }

    /// Collects a record, and says where it will stand.
    ///
    /// - Parameter reserve: bytes of the segment that have to stay free; what may use the last of them is what ends work.
    func append(
        _ kind: UInt8, _ payload: borrowing RecordBytes, keeping reserve: Int = 0
    ) throws(JournalProblem) -> Place {
        guard payload.count <= JournalRecord.largest else { throw .tooLarge(size: payload.count) }
        let size = JournalRecord.size(of: payload.count)
        if room < size + reserve { try rotate(for: size, keeping: reserve) }
        let place = Place(segment: current.number, offset: UInt32(committed + pending.count))
        let begins = pending.isEmpty && !isBegun
        JournalRecord.Head(sequence: sequence, group: group, begins: begins, kind: kind, length: payload.count)
            .append(payload, to: &pending, salt: current.salt)
        sequence += 1
        return place
    }

    /// Goes on in a new segment.
    private func rotate(for size: Int, keeping reserve: Int) throws(JournalProblem) {
        let next = JournalSegment(number: current.number + 1, salt: makeSalt(), first: sequence)
        let wanted = max(segmentSize, JournalSegment.headSize + size + reserve)
        // What ends work is content with less room.
        let least = reserve > 0 ? wanted : max(Self.leastSize, JournalSegment.headSize + size)
        let (file, taken) = try Self.create(next, disk, wanted, least: least)
        // One commit may end one segment and begin the next: the first is written before the second.
        if !pending.isEmpty || isBegun {
            waiting.append(Commit(file: self.file, offset: committed, bytes: pending.take()))
            group &+= 1
        }
        isBegun = false
        self.file = file
        self.size = taken
        current = next
        committed = JournalSegment.headSize
        segments.append(next.number)
        opened[next.number] = OpenSegment(head: next, file: file)
    }

    /// What was appended since the last commit, to be performed in this order; empty for nothing.
    func commit() -> [Commit] {
        defer { waiting = [] }
        guard !pending.isEmpty || isBegun else { return waiting }
        let bytes = pending.take()
        waiting.append(Commit(file: file, offset: committed, bytes: bytes))
        committed += bytes.count
        isBegun = false
        group &+= 1
        return waiting
    }

    /// What was appended since, to be written now as the first part of the next commit, so that it outlives the process.
    ///
    /// Only while no commit is being performed, and before the next one is asked for; nil when there is nothing, and when
    /// another commit has to come first.
    func flush() -> Commit? {
        guard !pending.isEmpty, waiting.isEmpty else { return nil }
        let bytes = pending.take()
        defer {
            committed += bytes.count
            isBegun = true
        }
        return Commit(file: file, offset: committed, bytes: bytes, syncs: false)
    }

    /// Whether the journal is still where it will be looked for.
    func verify() throws(DiskProblem) { try file.verify() }

    /// Hands out the records of a segment that is not written to any more; all that was in it must still be there.
    func scan(
        _ segment: UInt64, _ body: (JournalRecord, Place) throws(JournalProblem) -> Void
    ) throws(JournalProblem) {
        let name = JournalSegment.name(segment)
        guard let file = opened[segment]?.file else { return }
        let bytes = try JournalProblem.onDisk { () throws(DiskProblem) in
            try file.read(at: 0, count: try file.size())
        }
        var scan = try JournalScan(bytes, file: name, after: 0)
        while let (head, offset) = scan.next() {
            try body(JournalRecord(head, bytes, at: offset), Place(segment: segment, offset: UInt32(offset)))
        }
        let next = segments.firstIndex(of: segment).flatMap { $0 + 1 < segments.count ? segments[$0 + 1] : nil }
        let isWhole = next.flatMap { opened[$0]?.head.first }.map { $0 == scan.sequence } ?? true
        guard isWhole else { throw .corrupt(file: name, offset: scan.offset, reason: "a record is damaged") }
    }

    /// Removes the oldest segment, of which nothing is needed any more.
    func removeOldest() throws(JournalProblem) {
        guard segments.count > 1 else { return }
        try JournalProblem.onDisk { () throws(DiskProblem) in
            try disk.remove(JournalSegment.name(segments[0]))
            try disk.sync()
        }
        opened[segments.removeFirst()] = nil
    }
}
