@testable import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Encoding many bytes at once")
struct EncodingTableTests {
    /// Bytes that no encoding changes, and some others: few, many, or nothing else.
    private func text(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let others = Array(UInt8.min...UInt8.max)
        let every = [1, 2, 5, 17, 60].randomElement(using: &generator) ?? 1
        return (0..<count).map { _ in
            Int.random(in: 0..<every, using: &generator) == 0
                ? others.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0x61...0x7A, using: &generator)
        }
    }

    @Test("gives what the table gives of each byte, at every length and beside whatever stands behind")
    func sameAsEachByte() {
        var generator = SeededGenerator()
        let tables = [
            EncodingTable.json, .plain, .percent(unescaped: "", spaceAsPlus: false),
            .percent(unescaped: ":/ ", spaceAsPlus: false), .percent(unescaped: "", spaceAsPlus: true),
        ]
        for round in 0..<4_000 {
            let before = text(round % 40, &generator)
            let bytes = text(round % 101, &generator)
            let source = ByteBuffer(before + bytes + text(40, &generator))
            for table in tables {
                var buffer = ByteBuffer(capacity: 0)
                buffer.append(before)
                buffer.append(source.view(before.count, bytes.count), encoding: table)
                var expected = before
                for byte in bytes {
                    let word = table[byte]
                    expected += (0..<EncodingTable.length(word)).map {
                        UInt8(truncatingIfNeeded: word >> (8 * UInt64($0)))
                    }
                }
                #expect(buffer.view.bytes == expected, "round \(round)")
            }
        }
    }

    @Test("leaves bytes as they are that both tables and masks say are none to change")
    func masks() {
        for byte in UInt8.min...UInt8.max {
            let chunk = TextChunk(.init(repeating: byte))
            #expect(TextChunk.Words(chunk.isEscaped).isAny == (EncodingTable.length(EncodingTable.json[byte]) > 1))
            let table = EncodingTable.percent(unescaped: "", spaceAsPlus: false)
            #expect(TextChunk.Words(chunk.isReserved).isAny == (EncodingTable.length(table[byte]) > 1))
        }
    }
}
