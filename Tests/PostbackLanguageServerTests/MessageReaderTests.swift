import PostbackLanguageServer
import TestSupport
import Testing

@Suite("Messages of a language client")
struct MessageReaderTests {
    private func events(_ chunks: [[UInt8]]) -> [MessageReader.Event] {
        var reader = MessageReader()
        var events: [MessageReader.Event] = []
        for chunk in chunks {
            reader.append(chunk)
            while let event = reader.next() { events.append(event) }
        }
        return events
    }

    @Test("are the same however their bytes come")
    func chunks() {
        let texts = ["{}", "{\"a\":\"é😀\"}", "", "[1,\r\n2]"]
        let bytes = texts.flatMap { text in
            Array("Content-Type: application/json\r\ncontent-length:  \(text.utf8.count)\r\n\r\n\(text)".utf8)
        }
        let expected = texts.map { MessageReader.Event.message(Array($0.utf8)) }
        #expect(events([bytes]) == expected)
        #expect(events(bytes.map { [$0] }) == expected)
        var random = SeededGenerator()
        for _ in 0..<200 {
            var rest = bytes[...]
            var chunks: [[UInt8]] = []
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &random)
                chunks.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(events(chunks) == expected)
        }
    }

    @Test("that cannot be read are told, and what follows is read")
    func unreadable() {
        let good = "Content-Length: 2\r\n\r\n{}"
        let cases = [
            "hello\r\n", "Content-Length: x\r\n", "Content-Length:\r\n", "Content-Length: 99999999999999999999\r\n",
            "Content-Length: -1\r\n",
        ]
        for bad in cases {
            let found = events([Array((bad + good).utf8)])
            #expect(found.last == .message(Array("{}".utf8)), "\(bad)")
            #expect(found.count == 2, "\(bad)")
        }
        let endless = [UInt8](repeating: 0x61, count: 5_000)
        #expect(events([endless, Array(good.utf8)]).last == .message(Array("{}".utf8)))
    }

    @Test("that are too large are passed over")
    func tooLarge() {
        let size = MessageReader.maximumSize + 1
        var reader = MessageReader()
        reader.append(Array("Content-Length: \(size)\r\n\r\n".utf8))
        guard case .unreadable? = reader.next() else {
            Issue.record("it is read")
            return
        }
        let part = [UInt8](repeating: 0x20, count: 1 << 20)
        var left = size
        while left > 0 {
            reader.append(part.prefix(left))
            left -= min(left, part.count)
            #expect(reader.next() == nil)
        }
        reader.append(Array("Content-Length: 2\r\n\r\n{}".utf8))
        #expect(reader.next() == .message(Array("{}".utf8)))
    }
}
