import HashInstructions

/// The checksum of journal records: CRC-32 with the polynomial of Castagnoli, by the processor's instruction where it has one,
/// and else eight bytes at a time.
///
/// Source: RFC 3720, appendix B.4.
enum CRC32C {
    /// Whether this processor has an instruction for it.
    static let hasInstruction = hash_instructions_have_crc32c() != 0

    /// The checksum of bytes; begins with the checksum of what stands before them.
    static func checksum(_ bytes: UnsafeRawBufferPointer, after start: UInt32 = 0) -> UInt32 {
        guard hasInstruction else { return unsafe plainChecksum(bytes, after: start) }
        return unsafe ~hash_instructions_crc32c(~start, bytes.baseAddress, bytes.count)
    }

    /// The same without that instruction.
    static func plainChecksum(_ bytes: UnsafeRawBufferPointer, after start: UInt32 = 0) -> UInt32 {
        unsafe tables.withUnsafeBufferPointer { tables in
            var crc = ~start
            var place = 0
            while place &+ 8 <= bytes.count {
                let word =
                    unsafe UInt64(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) ^ UInt64(crc)
                crc = 0
                for byte in 0..<8 {
                    crc ^= unsafe tables[
                        (7 &- byte) &* 256 &+ Int(truncatingIfNeeded: word >> (8 &* UInt64(byte))) & 255]
                }
                place &+= 8
            }
            while place < bytes.count {
                crc = unsafe crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[place])) & 255)]
                place &+= 1
            }
            return ~crc
        }
    }

    static func checksum(_ bytes: [UInt8], after start: UInt32 = 0) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe checksum($0, after: start) }
    }

    /// Eight tables of 256 words: what a byte does to the checksum with as many bytes behind it.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var word = UInt32(index)
            for _ in 0..<8 { word = word & 1 == 1 ? word >> 1 ^ 0x82F6_3B78 : word >> 1 }
            tables[index] = word
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 255)]
        }
        return tables
    }()
}
