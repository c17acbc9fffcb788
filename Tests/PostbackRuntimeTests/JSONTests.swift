import Foundation
import PostbackRuntime
import TestSupport
import Testing

@Suite("JSON")
struct JSONTests {
    @Test("keeps the exact text of numbers and the order of keys")
    func exact() throws {
        let json = try JSONValue(parsing: Array(#"{"b":4.990,"a":1e3,"c":"\ud83d\ude00\n"}"#.utf8))
        guard case .object(let members) = json else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.key) == ["b", "a", "c"])
        guard case .number(let number) = members[0].value, case .string(let text) = members[2].value else {
            Issue.record("wrong kinds")
            return
        }
        #expect(number == "4.990")
        #expect(text == "😀\n")
    }

    @Test(
        "is refused when it is not JSON, with the place",
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "01", "1.", "-", "\"\u{1}\"", "\"\\x\"", "\"\\ud800\"", "nul", "{} {}", "+1",
            "'a'", "[1 2]",
            "{\"a\":1,}", "\"abc",
        ])
    func refused(_ text: String) {
        #expect(throws: JSONValue.SyntaxError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("nested too deeply is refused, not run out of stack")
    func deep() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONValue.SyntaxError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("that is accepted is accepted by Foundation too, over thousands of damaged texts")
    func agreesWithFoundation() throws {
        var random = SeededGenerator()
        let lines = try Repository.text("Tests/Fixtures/events.jsonl").split(separator: "\n").map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<3_000 {
            var bytes = lines[Int.random(in: 0..<lines.count, using: &random)]
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = .random(in: 0...255, using: &random)
                default: bytes.insert(Array("{}[]\",:\\0-e.".utf8).randomElement(using: &random) ?? 0, at: place)
                }
            }
            guard (try? JSONValue(parsing: bytes)) != nil else { continue }
            accepted += 1
            #expect(
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])) != nil,
                "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 500)
    }

    @Test("events are read value by value; a wrong value is named and the others stay")
    func events() throws {
        let decoder = EventDecoder(catalogue: Repository.project.catalogue)
        let line =
            #"{"event":{"kind":"event","time":1795420800.5,"data":{"level":3,"a":{"b":true}},"items":[{"id":"s","price":"4.990"}]},"device":{"idfa":"x","ip":"203.0.113.7"},"new":{"x":1},"revenue":{"amount":4.990}}"#
        let result = try decoder.decode(Array(line.utf8))
        #expect(result.problems.map(\.macro) == ["device.idfa"])
        #expect(result.unknownKeys == ["new"])
        #expect(result.event["device.idfa"] == nil)
        #expect(result.event["device.ip"]?.text == "203.0.113.7")
        #expect(result.event["revenue.amount"]?.text == "4.990")
        #expect(result.event["event.data.level"]?.text == "3")
        #expect(result.event["event.data.a.b"] == .boolean(true))
        #expect(result.event["event.time"]?.text == "2026-11-23T08:00:00.500Z")
    }

    @Test("a time in milliseconds is refused, not read as the year 58000")
    func milliseconds() throws {
        let decoder = EventDecoder(catalogue: Repository.project.catalogue)
        let result = try decoder.decode(Array(#"{"event":{"time":1795420800000}}"#.utf8))
        #expect(result.problems.map(\.macro) == ["event.time"])
    }
}
