import Foundation

extension Journal {
    /// Reads the segments of a disk from the oldest to the newest.
    struct Recovery {
        private let disk: any JournalDisk
        private(set) var segments: [UInt64] = []
        private(set) var opened: [UInt64: OpenSegment] = [:]
        private(set) var sequence: UInt64 = 1
        private(set) var group: UInt64 = 0
        /// The largest number that a segment has had.
        private(set) var newest: UInt64 = 0
        /// Where the records of the newest segment end.
        private var end = 0
        /// Where a commit did not come to its end, and why nothing may be found behind it.
        private var broken: (segment: UInt64, offset: Int, reason: String)?
        /// Segments behind it, which were made for records that never came.
        private var replacedSegments: [UInt64] = []
        /// Whether the files are only looked at.
        private let isReading: Bool

        /// Looks at a journal, which may be in use, and changes nothing.
        static func read(
            _ disk: any JournalDisk, _ recover: (JournalRecord, Place) throws(JournalProblem) -> Void
        ) throws(JournalProblem) -> Recovery {
            var recovery = Recovery(disk, isReading: true)
            try recovery.run(recover)
            return recovery
        }

        /// The largest file that is read: places in it have 32 bits.
        private static let largestSegment = 1 << 31

        init(_ disk: any JournalDisk, isReading: Bool = false) {
            self.disk = disk
            self.isReading = isReading
        }

        /// Reads and checks all records on a thread of its own, and hands them out here.
        mutating func run(
            _ recover: (JournalRecord, Place) throws(JournalProblem) -> Void
        ) throws(JournalProblem) {
            let reading = Reading(self)
            Thread { reading.run() }.start()
            while let batch = reading.handover.take() {
                do throws(JournalProblem) {
                    for (head, offset) in batch.records {
                        try recover(
                            JournalRecord(head, batch.bytes, at: Int(offset)),
                            Place(segment: batch.segment, offset: offset))
                    }
                } catch {
                    reading.handover.stop()
                    throw error
                }
            }
            self = try reading.result.get()
            if !isReading { try mend() }
        }

        /// What the thread that reads does.
        private final class Reading: @unchecked Sendable {
            let handover = RecordHandover()
            /// What is known of the segments, once nothing more comes.
            private(set) var result: Result<Recovery, JournalProblem>

            init(_ recovery: Recovery) {
                result = .success(recovery)
            }

            func run() {
                result = result.flatMap { known in
                    Result { () throws(JournalProblem) in
                        var recovery = known
                        try recovery.readAll(handover)
                        return recovery
                    }
                }
                handover.finish()
            }
        }

        private mutating func readAll(_ handover: RecordHandover) throws(JournalProblem) {
            let names = try disk { disk throws(DiskProblem) in try disk.files() }
            if !isReading {
                // A segment that was not complete when the process stopped: nothing refers to it.
                for name in names where name.hasSuffix(".journal.new") {
                    try disk { disk throws(DiskProblem) in try disk.remove(name) }
                }
            }
            let numbers = names.compactMap(JournalSegment.number).sorted()
            for (before, after) in zip(numbers, numbers.dropFirst()) where after != before + 1 {
                throw .gap(after: JournalSegment.name(before), before: JournalSegment.name(after))
            }
            for number in numbers {
                guard handover.awaitRoom(), try read(number, handover) else { return }
            }
        }

        /// Reads a segment; false when nobody takes up its records any more.
        private mutating func read(_ number: UInt64, _ handover: RecordHandover) throws(JournalProblem) -> Bool {
            let name = JournalSegment.name(number)
            let (file, bytes) = try disk { disk throws(DiskProblem) in
                let file = try disk.open(name)
                let size = try file.size()
                return (file, size <= Self.largestSegment ? try file.read(at: 0, count: size) : [])
            }
            var scan = try JournalScan(bytes, file: name, after: group)
            if segments.isEmpty { sequence = scan.segment.first }
            if broken == nil, scan.segment.first != sequence {
                broken = (number, JournalSegment.headSize, "records are missing in front of it")
            }
            let isBehind = broken != nil
            guard handover.begin(number, bytes) else { return false }
            while let (head, offset) = scan.next() {
                if let broken { throw corrupt(broken) }
                guard handover.put(head, at: offset) else { return false }
            }
            if isBehind {
                replacedSegments.append(number)
                return true
            }
            (sequence, group, newest) = (scan.sequence, scan.group, number)
            segments.append(number)
            opened[number] = OpenSegment(head: scan.segment, file: file)
            end = scan.offset
            if try scan.end() == .torn {
                broken = (number, scan.offset, "a record is damaged and later ones are whole")
            }
            return true
        }

        private func corrupt(_ place: (segment: UInt64, offset: Int, reason: String)) -> JournalProblem {
            .corrupt(file: JournalSegment.name(place.segment), offset: place.offset, reason: place.reason)
        }

        /// Takes away what a commit that did not come to its end has left, so that it never passes for more.
        private func mend() throws(JournalProblem) {
            guard let broken else { return }
            try disk { disk throws(DiskProblem) in
                for number in replacedSegments.reversed() { try disk.remove(JournalSegment.name(number)) }
                try disk.sync()
                guard let file = opened[broken.segment]?.file else { return }
                try file.truncate(to: broken.offset)
                try file.sync()
            }
        }

        /// Brings what was read to the disk, and gives back the room that the newest segment took and did not use.
        ///
        /// A process that was killed may have left records that can be read and would not survive a loss of power; later
        /// ones must not come to stand behind a gap.
        func settle() throws(JournalProblem) {
            try disk { _ throws(DiskProblem) in
                if let file = opened[newest]?.file, try file.size() > end { try file.truncate(to: end) }
                for number in segments { try opened[number]?.file.sync() }
            }
        }

        private func disk<Result>(
            _ body: (any JournalDisk) throws(DiskProblem) -> Result
        ) throws(JournalProblem) -> Result {
            try JournalProblem.onDisk { () throws(DiskProblem) in try body(disk) }
        }
    }
}
