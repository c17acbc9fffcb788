import Foundation

/// Digests as their standards describe them, for comparing and not for speed: RFC 1321, and FIPS 180-4.
public enum PlainDigest: String, CaseIterable, Sendable {
    /// MD5.
    case md5
    /// SHA-1.
    case sha1
    /// SHA-256.
    case sha256

    /// The number of hexadecimal digits.
    var length: Int {
        switch self {
        case .md5: 32
        case .sha1: 40
        case .sha256: 64
        }
    }

    /// The digest of text in lower-case hexadecimal digits.
    func callAsFunction(_ text: String) -> String {
        let bytes = Array(text.utf8)
        switch self {
        case .md5: return Self.md5(bytes)
        case .sha1: return Self.sha1(bytes)
        case .sha256: return Self.sha256(bytes)
        }
    }

    /// The blocks of sixteen words, padded with the length in bits.
    private static func blocks(_ bytes: [UInt8], isLittleEndian: Bool) -> [[UInt32]] {
        var padded = bytes + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(bytes.count) * 8
        let ordered = isLittleEndian ? bits.byteSwapped : bits
        for shift in stride(from: UInt64(56), through: 0, by: -8) { padded.append(UInt8(ordered >> shift & 0xFF)) }
        return stride(from: 0, to: padded.count, by: 64).map { start in
            (0..<16).map { word in
                var value: UInt32 = 0
                for byte in padded[(start + 4 * word)..<(start + 4 * word + 4)] { value = value << 8 | UInt32(byte) }
                return isLittleEndian ? value.byteSwapped : value
            }
        }
    }

    private static func hexadecimal(_ words: [UInt32], isLittleEndian: Bool) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for word in words {
            let ordered = isLittleEndian ? word.byteSwapped : word
            for shift in stride(from: UInt32(28), through: 0, by: -4) {
                text.append(digits[Int(ordered >> shift & 15)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func left(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }

    private static func right(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static let sines: [UInt32] = (1...64).map {
        UInt32((sin(Double($0)).magnitude * 4_294_967_296).rounded(.down))
    }

    private static func md5(_ bytes: [UInt8]) -> String {
        let shifts: [[UInt32]] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        for block in blocks(bytes, isLittleEndian: true) {
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for step in 0..<64 {
                let mixed: UInt32
                let word: Int
                switch step / 16 {
                case 0: (mixed, word) = ((b & c) | (~b & d), step)
                case 1: (mixed, word) = ((d & b) | (~d & c), (5 * step + 1) % 16)
                case 2: (mixed, word) = (b ^ c ^ d, (3 * step + 5) % 16)
                default: (mixed, word) = (c ^ (b | ~d), (7 * step) % 16)
                }
                let sum = a &+ mixed &+ sines[step] &+ block[word]
                (a, d, c, b) = (d, c, b, b &+ left(sum, shifts[step / 16][step % 4]))
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
        }
        return hexadecimal(state, isLittleEndian: true)
    }

    private static func sha1(_ bytes: [UInt8]) -> String {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for block in blocks(bytes, isLittleEndian: false) {
            var words = block
            for step in 16..<80 {
                words.append(left(words[step - 3] ^ words[step - 8] ^ words[step - 14] ^ words[step - 16], 1))
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for step in 0..<80 {
                let (mixed, constant): (UInt32, UInt32) =
                    switch step / 20 {
                    case 0: ((b & c) | (~b & d), 0x5A82_7999)
                    case 1: (b ^ c ^ d, 0x6ED9_EBA1)
                    case 2: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let sum = left(a, 5) &+ mixed &+ e &+ constant &+ words[step]
                (e, d, c, b, a) = (d, c, left(b, 30), a, sum)
            }
            state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
        }
        return hexadecimal(state, isLittleEndian: false)
    }

    /// The first bits of the fractional parts of roots of the first primes.
    private static func fraction(_ root: Double) -> UInt32 {
        UInt32(((root - root.rounded(.down)) * 4_294_967_296).rounded(.down))
    }

    private static let primes: [Int] = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }
    private static let roundConstants: [UInt32] = primes.prefix(64).map { fraction(cbrt(Double($0))) }
    private static let start: [UInt32] = primes.prefix(8).map { fraction(Double($0).squareRoot()) }

    private static func sha256(_ bytes: [UInt8]) -> String {
        var state = start
        for block in blocks(bytes, isLittleEndian: false) {
            var words = block
            for step in 16..<64 {
                let early = words[step - 15]
                let late = words[step - 2]
                let first = right(early, 7) ^ right(early, 18) ^ early >> 3
                let second = right(late, 17) ^ right(late, 19) ^ late >> 10
                words.append(words[step - 16] &+ first &+ words[step - 7] &+ second)
            }
            var work = state
            for step in 0..<64 {
                let (a, e) = (work[0], work[4])
                let choice = (e & work[5]) ^ (~e & work[6])
                let majority = (a & work[1]) ^ (a & work[2]) ^ (work[1] & work[2])
                let turned = right(e, 6) ^ right(e, 11) ^ right(e, 25)
                let first: UInt32 = work[7] &+ turned &+ choice &+ roundConstants[step] &+ words[step]
                let second = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) &+ majority
                work = [first &+ second, a, work[1], work[2], work[3] &+ first, e, work[5], work[6]]
            }
            state = zip(state, work).map { $0 &+ $1 }
        }
        return hexadecimal(state, isLittleEndian: false)
    }
}
