/// The head of a segment, one of the files that a journal is made of: `00000001.journal`.
struct JournalSegment: Hashable {
    /// Its number, from 1.
    var number: UInt64
    /// What its records' checksums begin with.
    var salt: UInt64
    /// The sequence number of its first record.
    var first: UInt64

    static let headSize = 48
    private static let magic = Array("POSTBACK".utf8)
    /// The version of the form.
    static let version: UInt32 = 2

    /// The file's name.
    var name: String { Self.name(number) }

    static func name(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".journal"
    }

    /// The number in a file's name; nil for other files.
    static func number(_ name: String) -> UInt64? {
        guard name.hasSuffix(".journal"), let number = UInt64(name.dropLast(8)), self.name(number) == name,
            number < JournalRecord.largestNumber
        else { return nil }
        return number
    }

    /// The head's bytes.
    var bytes: [UInt8] {
        var bytes = RecordBytes(Self.magic)
        bytes.append(little: Self.version)
        bytes.append(little: UInt32(0))
        bytes.append(little: number)
        bytes.append(little: salt)
        bytes.append(little: first)
        bytes.append(little: bytes.checksum(0..<bytes.count, after: 0))
        bytes.append(little: UInt32(0))
        return bytes.take()
    }

    /// Reads a head, and says what is wrong with one that is none.
    init(_ bytes: [UInt8], file: String) throws(JournalProblem) {
        guard bytes.count >= Self.headSize, bytes.starts(with: Self.magic) else {
            throw .corrupt(file: file, offset: 0, reason: "it does not begin as a journal does")
        }
        let version = bytes.little(UInt32.self, at: 8)
        guard version == Self.version else { throw .version(file: file, version: version) }
        guard bytes.little(UInt32.self, at: 40) == CRC32C.checksum(Array(bytes[..<40])) else {
            throw .corrupt(file: file, offset: 0, reason: "its head is damaged")
        }
        number = bytes.little(UInt64.self, at: 16)
        salt = bytes.little(UInt64.self, at: 24)
        first = bytes.little(UInt64.self, at: 32)
        guard number < JournalRecord.largestNumber, first < JournalRecord.largestNumber else {
            throw .corrupt(file: file, offset: 16, reason: "its numbers are larger than any that were given")
        }
        guard name == file else { throw .corrupt(file: file, offset: 16, reason: "it is number \(number)") }
    }

    init(number: UInt64, salt: UInt64, first: UInt64) {
        self.number = number
        self.salt = salt
        self.first = first
    }
}
