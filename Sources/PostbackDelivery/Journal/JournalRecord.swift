/// One record of a journal: 32 bytes of head, the payload, and zeros up to a multiple of eight.
///
/// All numbers are little-endian: `length: u32`, `checksum: u32`, `sequence: u64`, `group: u64`, `kind: u8`,
/// `begins: u8`, six zeros.
/// The checksum begins with the segment's salt, so that what an older file left on the disk never passes for a record,
/// and covers all but itself.
struct JournalRecord: Hashable {
    /// Its number; each record has the one behind its predecessor's.
    var sequence: UInt64
    /// The commit that it was written with. A commit begins when the one before it has reached the disk.
    var group: UInt64
    /// Whether it is the first of its commit.
    var begins: Bool
    /// What the payload is.
    var kind: UInt8
    /// Its content; a part of the segment that it was read from.
    var payload: ArraySlice<UInt8>

    static let headSize = 32
    /// The largest payload.
    static let largest = 16 << 20
    /// The largest number of a record, a commit or a segment; at a million a second it lasts for a hundred thousand years.
    /// Whatever says more was not written here, and would run over.
    static let largestNumber: UInt64 = 1 << 62

    /// Bytes that a payload of a size takes.
    static func size(of payload: Int) -> Int { (headSize + payload + 7) & ~7 }

    /// What stands in front of a payload.
    struct Head {
        var sequence: UInt64
        var group: UInt64
        var begins: Bool
        var kind: UInt8
        /// Bytes of the payload.
        var length: Int

        init(sequence: UInt64, group: UInt64, begins: Bool, kind: UInt8, length: Int) {
            self.sequence = sequence
            self.group = group
            self.begins = begins
            self.kind = kind
            self.length = length
        }

        /// Appends the record's bytes.
        func append(_ payload: borrowing RecordBytes, to bytes: inout RecordBytes, salt: UInt64) {
            let start = bytes.count
            bytes.append(little: UInt32(length))
            bytes.append(little: UInt32(0))
            bytes.append(little: sequence)
            bytes.append(little: group)
            bytes.append(little: UInt64(kind) | (begins ? 0x100 : 0))
            bytes.append(payload)
            bytes.pad()
            let seed = bytes.checksum(start..<start + 4, after: JournalRecord.seed(salt))
            bytes.set(little: bytes.checksum(start + 8..<bytes.count, after: seed), at: start + 4)
        }

        /// Reads the head at a place; nil where there is no record that is whole.
        init?(_ bytes: [UInt8], at start: Int, salt: UInt64) {
            guard start + headSize <= bytes.count else { return nil }
            length = Int(bytes.little(UInt32.self, at: start))
            guard length <= largest, start + size(of: length) <= bytes.count,
                bytes.little(UInt32.self, at: start + 4) == checksum(bytes, at: start, length, salt)
            else { return nil }
            sequence = bytes.little(UInt64.self, at: start + 8)
            group = bytes.little(UInt64.self, at: start + 16)
            kind = bytes[start + 24]
            begins = bytes[start + 25] != 0
        }
    }

    /// The record with a head that was read at a place.
    init(_ head: Head, _ bytes: [UInt8], at start: Int) {
        (sequence, group, begins, kind) = (head.sequence, head.group, head.begins, head.kind)
        payload = bytes[start + Self.headSize..<start + Self.headSize + head.length]
    }

    /// What the checksum of a record begins with.
    private static func seed(_ salt: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: salt ^ salt >> 32) }

    private static func checksum(_ bytes: [UInt8], at start: Int, _ length: Int, _ salt: UInt64) -> UInt32 {
        unsafe bytes.withUnsafeBytes { all in
            let head = unsafe CRC32C.checksum(
                UnsafeRawBufferPointer(rebasing: all[start..<start + 4]), after: seed(salt))
            let rest = start + 8..<start + size(of: length)
            return unsafe CRC32C.checksum(UnsafeRawBufferPointer(rebasing: all[rest]), after: head)
        }
    }
}

extension [UInt8] {
    /// The number whose bytes stand at a place, the lowest first.
    func little<Number: FixedWidthInteger>(_ type: Number.Type, at place: Int) -> Number {
        self[...].little(type, at: place)
    }
}

extension ArraySlice<UInt8> {
    /// The number whose bytes stand at a place, the lowest first.
    func little<Number: FixedWidthInteger>(_: Number.Type, at place: Int) -> Number {
        precondition(place >= startIndex && place + MemoryLayout<Number>.size <= endIndex)
        return unsafe withUnsafeBytes {
            unsafe Number(littleEndian: $0.loadUnaligned(fromByteOffset: place - startIndex, as: Number.self))
        }
    }
}
