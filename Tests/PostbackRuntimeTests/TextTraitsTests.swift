import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackRuntime

@Suite("Traits of texts")
struct TextTraitsTests {
    @Test("sixteen bytes at once are told as one after the other is")
    func chunks() {
        var random = SeededGenerator()
        // Mostly what has no traits, so that one byte alone decides.
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...70, using: &random)).map { _ in
                "aZ09-._~".utf8.randomElement(using: &random) ?? 0x61
            }
            for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            let found = ByteBuffer(bytes).withView { TextTraits(of: $0) }
            #expect(found == Self.expected(bytes), "\(bytes)")
        }
    }

    @Test("a string of an event has the traits of its bytes, wherever it ends")
    func strings() throws {
        let catalogue = Repository.project.catalogue
        let decoder = EventDecoder(catalogue: catalogue)
        for count in 1...70 {
            for mark in ["", " ", "é", "\u{7F}"] {
                let text = String(repeating: "x", count: count - 1) + mark
                guard !text.isEmpty else { continue }
                let json = Array(#"{"user":{"id":"\#(text)"}}"#.utf8)
                let event = try decoder.decode(json).event
                let slot = try #require(catalogue.slot("user.id"))
                #expect(event.storage.contents.slots[slot].traits == Self.expected(Array(text.utf8)), "\(text)")
                // One byte less each time: never a string where its end is not there.
                for end in 0..<json.count {
                    #expect(throws: EventProblem.self) { try decoder.decode(Array(json[0..<end])) }
                }
            }
        }
    }

    private static func expected(_ bytes: [UInt8]) -> TextTraits {
        var traits: TextTraits = []
        for byte in bytes {
            let character = Character(Unicode.Scalar(byte))
            if !(byte < 0x80 && (character.isLetter || character.isNumber)) && !"-._~".contains(character) {
                traits.insert(.reserved)
            }
            if byte < 0x20 || byte == 0x7F || character == "\"" || character == "\\" { traits.insert(.escaped) }
            if (byte < 0x20 && byte != 0x09) || byte == 0x7F { traits.insert(.control) }
            if byte >= 0x80 { traits.insert(.wide) }
        }
        return traits
    }
}
