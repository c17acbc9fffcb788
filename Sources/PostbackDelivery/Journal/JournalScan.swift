import Foundation

/// Reads what a segment holds.
struct JournalScan {
    /// Where the records end.
    enum End: Equatable {
        /// All that is behind them is zero.
        case clean
        /// What is behind them was being written when the process or the machine stopped.
        case torn
    }

    let segment: JournalSegment
    private let bytes: [UInt8]
    private(set) var offset = JournalSegment.headSize
    /// The number that the next record has to have.
    private(set) var sequence: UInt64
    private(set) var group: UInt64

    init(_ bytes: [UInt8], file: String, after group: UInt64) throws(JournalProblem) {
        segment = try JournalSegment(bytes, file: file)
        self.bytes = bytes
        sequence = segment.first
        self.group = group
    }

    /// The head of the next record with its place; nil behind the last.
    mutating func next() -> (head: JournalRecord.Head, offset: Int)? {
        guard let head = JournalRecord.Head(bytes, at: offset, salt: segment.salt), head.sequence == sequence,
            head.group >= group, head.group < JournalRecord.largestNumber
        else { return nil }
        let place = offset
        offset += JournalRecord.size(of: head.length)
        sequence += 1
        group = head.group
        return (head, place)
    }

    /// How the segment ends, once all records have been read.
    ///
    /// A commit waits until the one before it has reached the disk. So the first record of a commit, somewhere behind a
    /// damaged one, shows that the damaged one had been there: that is no end but damage.
    func end() throws(JournalProblem) -> End {
        if isZero(from: offset) { return .clean }
        if let record = JournalRecord.Head(bytes, at: offset, salt: segment.salt),
            record.group >= JournalRecord.largestNumber
        {
            throw .corrupt(
                file: segment.name, offset: offset, reason: "its numbers are larger than any that were given")
        }
        var place = offset + 8
        while place + JournalRecord.headSize <= bytes.count {
            // Only what could be one is checked.
            if bytes.little(UInt64.self, at: place + 8) > sequence,
                bytes.little(UInt64.self, at: place + 8) - sequence < 1 << 32,
                let record = JournalRecord.Head(bytes, at: place, salt: segment.salt),
                record.group > group + 1 || record.group > group && record.begins
            {
                throw .corrupt(
                    file: segment.name, offset: offset, reason: "a record is damaged and later ones are whole")
            }
            place += 8
        }
        return .torn
    }

    /// Whether there is nothing but zeros from a place on: the first is zero, and each is like the one before.
    private func isZero(from place: Int) -> Bool {
        guard place < bytes.count else { return true }
        return unsafe bytes.withUnsafeBytes { all in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: all[place...])
            guard let start = rest.baseAddress, unsafe rest[0] == 0 else { return false }
            return unsafe memcmp(start, start + 1, rest.count - 1) == 0
        }
    }
}
