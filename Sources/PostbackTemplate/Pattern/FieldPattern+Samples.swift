extension FieldPattern {
    /// Some texts that fit: short and long ways through the expression, with the first, middle and last characters of each set.
    package func samples() -> [String] {
        var found: [String] = []
        for repeats in [0, 1, 2, 5] {
            for choice in 0..<3 {
                guard let text = way(repeats: repeats, choice), !found.contains(text), matches(text) else { continue }
                found.append(text)
            }
        }
        return found
    }

    /// A way to the end that goes on in the first of two places as often as is said, and in the second from then on.
    private func way(repeats: Int, _ choice: Int) -> String? {
        var text = ""
        var state = 0
        var visits: [Int: Int] = [:]
        for _ in 0..<10_000 {
            switch steps[state] {
            case .end: return text
            case .jump(let target): state = target
            case .start, .finish: state += 1
            case .either(let first, let second):
                let count = visits[state, default: 0]
                visits[state] = count + 1
                state = count < repeats ? first : second
            case .one(let set):
                guard let scalar = set.sample(choice) else { return nil }
                text.unicodeScalars.append(scalar)
                state += 1
            }
        }
        return nil
    }
}

extension PatternSet {
    /// A character of the set that can be printed where there is one.
    fileprivate func sample(_ choice: Int) -> Unicode.Scalar? {
        let printable: [UInt32] =
            Array(0x61...0x7A) + Array(0x30...0x39) + Array(0x41...0x5A) + Array(0x21...0x2F) + [
                0x5F, 0x40, 0x20, 0xE9,
            ]
        let inside = printable.compactMap(Unicode.Scalar.init).filter(contains)
        guard !inside.isEmpty else { return plainRanges.first.flatMap { Unicode.Scalar($0.lowerBound) } }
        return inside[[0, inside.count / 2, inside.count - 1][choice % 3]]
    }
}
