import PostbackRuntime
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A table of keys")
struct KeyTableTests {
    /// Keys of which many agree in all bits that decide where they stand.
    private static func key(_ random: inout SeededGenerator) -> Fingerprint {
        let low = Int.random(in: 0..<3, using: &random) == 0 ? UInt64.random(in: 0..<4, using: &random) : nil
        return Fingerprint(
            high: UInt64.random(in: 0..<300, using: &random), low: low ?? UInt64.random(in: 0..<2_000, using: &random))
    }

    @Test("says what a dictionary says, whatever is set, replaced, taken out and let go of")
    func model() {
        var random = SeededGenerator()
        for round in 0..<20 {
            var table = KeyTable()
            var model: [Fingerprint: UInt32] = [:]
            for _ in 0..<4_000 {
                let key = Self.key(&random)
                switch Int.random(in: 0..<(round < 10 ? 10 : 30), using: &random) {
                case 0...2:
                    table[key] = nil
                    model[key] = nil
                case 3 where Int.random(in: 0..<50, using: &random) == 0:
                    let bounds = (0..<2).map { _ in UInt32.random(in: 0...100, using: &random) }.sorted()
                    for part in 0..<KeyTable.partCount { table.removeAll(in: bounds[0]...bounds[1], part: part) }
                    model = model.filter { !(bounds[0]...bounds[1]).contains($0.value) }
                default:
                    let number = UInt32.random(in: 0...100, using: &random)
                    table[key] = number
                    model[key] = number
                }
                #expect(table[key] == model[key])
            }
            #expect(table.count == model.count)
            #expect(model.allSatisfy { table[$0.key] == $0.value })
        }
    }

    @Test("keeps the largest number below the one that stands for no key")
    func largest() {
        var table = KeyTable()
        let key = Fingerprint(of: "a")
        table[key] = .max
        #expect(table[key] == KeyTable.largest && table.count == 1)
    }

    @Test("takes at most 32 bytes for each of a million keys")
    func memory() {
        var table = KeyTable()
        var random = SeededGenerator()
        for number in 0..<1_000_000 {
            table[Fingerprint(high: random.next(), low: random.next())] = UInt32(number)
        }
        #expect(table.count == 1_000_000)
        #expect(table.byteCount <= 32_000_000, "\(table.byteCount) bytes")
    }
}
