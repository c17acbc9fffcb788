/// SHA-1 (FIPS 180-4), which partners still use to pseudonymise identifiers and to sign.
struct SHA1: MessageDigest {
    static let blockSize = 64
    static let lengthSize = 8
    static let isBigEndian = true

    private var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]

    mutating func compress(_ bytes: [UInt8], at offset: Int) {
        var words = (0..<16).map { word -> UInt32 in
            (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[offset + word * 4 + $1]) }
        }
        for index in 16..<80 {
            words.append((words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]).rotatedLeft(1))
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for round in 0..<80 {
            let (mixed, constant): (UInt32, UInt32) =
                switch round / 20 {
                case 0: ((b & c) | (~b & d), 0x5a82_7999)
                case 1: (b ^ c ^ d, 0x6ed9_eba1)
                case 2: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            let sum = a.rotatedLeft(5) &+ mixed &+ e &+ constant &+ words[round]
            (a, b, c, d, e) = (sum, a, b.rotatedLeft(30), c, d)
        }
        for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }

    var digest: [UInt8] { state.flatMap(\.bigEndianBytes) }
}
