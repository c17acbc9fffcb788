import HashInstructions

/// SHA-1 (FIPS 180-4), which partners still use for signatures; it is no protection against collisions.
enum SHA1: MessageDigest {
    static let size = 20
    static let blockSize = 64
    static let isBigEndian = true
    static let initial = SIMD8<UInt32>(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0, 0, 0)

    static func compress(_ state: inout SIMD8<UInt32>, _ block: UnsafeRawPointer) {
        guard ProcessorHashing.isThere else { return unsafe compressPlainly(&state, block) }
        unsafe ProcessorHashing.compress(&state, block, hash_instructions_sha1)
    }

    /// The same on any processor.
    static func compressPlainly(_ state: inout SIMD8<UInt32>, _ block: UnsafeRawPointer) {
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
            for index in 0..<16 {
                let word = unsafe block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
                unsafe words[index] = UInt32(bigEndian: word)
            }
            for index in 16..<80 {
                let mixed = unsafe words[index &- 3] ^ words[index &- 8] ^ words[index &- 14] ^ words[index &- 16]
                unsafe words[index] = mixed.rotatedLeft(1)
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for round in 0..<80 {
                let (mixed, constant): (UInt32, UInt32) =
                    switch round {
                    case 0..<20: ((b & c) | (~b & d), 0x5a82_7999)
                    case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
                    case 40..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                    default: (b ^ c ^ d, 0xca62_c1d6)
                    }
                let sum = unsafe a.rotatedLeft(5) &+ mixed &+ e &+ constant &+ words[round]
                (e, d, c, b, a) = (d, c, b.rotatedLeft(30), a, sum)
            }
            state &+= SIMD8(a, b, c, d, e, 0, 0, 0)
        }
    }
}
