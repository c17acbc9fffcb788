/// Random values: the system's, or a sequence that a seed repeats.
struct SeededRandom: Sendable {
    private var state: UInt64?

    /// A sequence for a seed, or the system's without one.
    init(_ seed: String?) throws {
        guard let seed else { return }
        guard let number = UInt64(seed) else { throw UsageError("--seed takes a whole number") }
        state = number
    }

    /// The sequence for one line of the input, whatever lines came before.
    func line(_ number: Int) -> SeededRandom {
        var random = self
        // An event takes three numbers.
        random.state = state.map { $0 &+ Self.step &* 3 &* UInt64(number - 1) }
        return random
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private mutating func next() -> UInt64 {
        guard var value = state else { return .random(in: 0...(.max)) }
        // SplitMix64.
        value &+= Self.step
        state = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// From 0 to 2³¹ − 1.
    mutating func number() -> Int64 { Int64(next() >> 33) }

    /// A version 4 UUID, lower case.
    mutating func uuid() -> String {
        let (high, low) = (next(), next())
        let bytes = (0..<16).map { index in
            let byte = UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
            return index == 6 ? byte & 0x0F | 0x40 : index == 8 ? byte & 0x3F | 0x80 : byte
        }
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            for digit in [byte >> 4, byte & 15] {
                text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
