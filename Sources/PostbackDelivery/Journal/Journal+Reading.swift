/// A part of a segment that was read.
struct JournalBlock {
    var segment: UInt64 = 0
    /// Where the part begins.
    var offset = 0
    var bytes: [UInt8] = []

    /// Bytes that are read at once where one record after the other is asked for.
    static let readAhead = 128 << 10

    /// The payload of the record at a place; nil where the part does not have all of it as it was written.
    func payload(at place: Journal.Place, salt: UInt64) -> ArraySlice<UInt8>? {
        let start = Int(place.offset) - offset
        guard place.segment == segment, start >= 0, let head = JournalRecord.Head(bytes, at: start, salt: salt) else {
            return nil
        }
        return JournalRecord(head, bytes, at: start).payload
    }

    /// Whether a place is behind the beginning of this part and not far from its end.
    func isFollowed(by place: Journal.Place) -> Bool {
        place.segment == segment && Int(place.offset) > offset
            && Int(place.offset) <= offset + bytes.count + Self.readAhead
    }
}

extension Journal {
    /// The payload of a record that has reached the disk or at least the system, checked as when the journal was opened.
    ///
    /// - Parameter size: bytes that it probably has.
    func read(_ place: Place, size: Int = 1_000) throws(JournalProblem) -> ArraySlice<UInt8> {
        func corrupt(_ reason: String) -> JournalProblem {
            .corrupt(file: JournalSegment.name(place.segment), offset: Int(place.offset), reason: reason)
        }
        guard let segment = opened[place.segment] else { throw corrupt("it is gone") }
        let salt = segment.head.salt
        if let payload = lastRead.payload(at: place, salt: salt) { return payload }
        let isNext = lastRead.isFollowed(by: place)
        try JournalProblem.onDisk { () throws(DiskProblem) in
            let file = segment.file
            let probable = JournalRecord.size(of: size)
            let offset = Int(place.offset)
            var bytes = try file.read(at: offset, count: isNext ? max(probable, JournalBlock.readAhead) : probable)
            let length = bytes.count >= 4 ? Int(bytes.little(UInt32.self, at: 0)) : .max
            if length <= JournalRecord.largest, JournalRecord.size(of: length) > bytes.count {
                bytes = try file.read(at: offset, count: JournalRecord.size(of: length))
            }
            lastRead = JournalBlock(segment: place.segment, offset: offset, bytes: bytes)
        }
        guard let payload = lastRead.payload(at: place, salt: salt) else { throw corrupt("a record is damaged") }
        return payload
    }
}
