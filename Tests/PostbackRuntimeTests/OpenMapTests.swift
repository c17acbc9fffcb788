import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("An open map")
struct OpenMapTests {
    @Test("of any size gives each entry under its name, the last of two, in a copy too")
    func entries() throws {
        let decoder = EventDecoder(catalogue: Repository.project.catalogue)
        var random = SeededGenerator()
        var event = PostbackEvent(catalogue: decoder.catalogue)
        for count in [0, 1, 15, 16, 17, 18, 64, 65, 1_000, 20_000, 3] {
            let names = (0..<count).map { "k\($0 * 7_919 % 100_003)" }
            var members = names.map { (name: $0, value: Int.random(in: 1...999, using: &random)) }
            members += members.prefix(5).map { ($0.name, $0.value + 1_000) }
            let text = members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            _ = try decoder.decode(Array("{\"event\":{\"data\":{\(text)}}}".utf8).span, into: &event)
            var copy = event
            copy["event.data.another"] = .text("x")
            let expected = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            for (name, value) in expected {
                #expect(event["event.data.\(name)"]?.text == String(value), "\(name) of \(count)")
                #expect(copy["event.data.\(name)"]?.text == String(value), "\(name) of \(count)")
            }
            #expect(event["event.data.k"] == nil && event["event.data.another"] == nil)
            #expect(copy["event.data.another"]?.text == "x")
        }
    }

    @Test("takes as long for each of its entries when there are many as when there are few")
    func manyEntries() throws {
        // Counted in comparisons it would be 1.25 thousand million; the test would not end in minutes.
        let decoder = EventDecoder(catalogue: Repository.project.catalogue)
        var event = PostbackEvent(catalogue: decoder.catalogue)
        let line = "{\"event\":{\"data\":{" + (0..<50_000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}}}"
        for _ in 0..<20 { _ = try decoder.decode(Array(line.utf8).span, into: &event) }
        #expect(event["event.data.k49999"]?.text == "1")
    }
}
