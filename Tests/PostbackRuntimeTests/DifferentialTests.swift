import Foundation
import PostbackReference
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Rendering against the reference")
struct DifferentialTests {
    /// How many requests are compared: `POSTBACK_CASES`, or enough for every run.
    static let cases = ProcessInfo.processInfo.environment["POSTBACK_CASES"].flatMap { Int($0) } ?? 6_000

    @Test("random templates give the same bytes and the same skips, alone and in sets")
    func randomTemplates() throws {
        let catalogue = Repository.project.catalogue
        var templates = RandomTemplates(catalogue: catalogue, random: SeededGenerator())
        let buffer = RenderBuffer()
        let masks: [ClassificationSet] = [[], .attribution, .personal, [.identifier, .attribution]]
        var compared = 0
        var requests = 0
        // What the random templates have, so that nothing new is left out of the comparison.
        var positions: Set<RequestPosition> = []
        var transforms: Set<TransformName> = []
        while compared < Self.cases {
            let partner = templates.partner()
            let fields = templates.fields()
            for postback in partner.postbacks {
                positions.formUnion(postback.request.blocks.filter { !$0.nodes.isEmpty }.map(\.position))
                for node in postback.nodes { node.forEach { transforms.formUnion($0.transforms) } }
            }
            let prepared = PreparedPartner(partner, catalogue: catalogue)
            var set = PostbackSet(catalogue: catalogue)
            for postback in partner.postbacks { try set.add(postback, of: prepared, fields: fields) }
            let bound = set.bind()
            let references = partner.postbacks.map {
                ReferencePostback($0, of: partner, catalogue: catalogue, fields: fields)
            }
            for _ in 0..<8 {
                let event = templates.event()
                var context = RenderContext(
                    now: Timestamp(seconds: 1_795_420_800), random: 7, uuid: "7d3f1b1e-5a7c-4e55-9f0e-2b1f0c9d8e7a")
                if Int.random(in: 0..<5, using: &templates.random) == 0 { context.withheld = .identifier }
                var differences: [String] = []
                bound.withRendering(of: event, context: context, in: buffer) { rendering in
                    for mask in masks {
                        for (index, reference) in references.enumerated() {
                            // Now and then an item that is not there.
                            let item = Int.random(in: 0...1, using: &templates.random)
                            let ours: PostbackOutcome =
                                if rendering.render(index, item: item, withholding: mask),
                                    let request = buffer.request(bound[index].method)
                                {
                                    .request(request)
                                } else {
                                    .skipped(rendering.skip ?? .notConfigured)
                                }
                            var masked = context
                            masked.withheld.formUnion(mask)
                            let theirs = reference.render(event, item: item, context: masked)
                            compared += 1
                            if case .request = ours { requests += 1 }
                            if ours != theirs {
                                differences.append("\(ours)\n    instead of \(theirs)\n    \(partner)")
                            }
                        }
                    }
                }
                if let first = differences.first {
                    Issue.record("after \(compared) cases: \(first)")
                    return
                }
            }
        }
        print("compared \(compared) outcomes, \(requests) of them requests")
        #expect(requests * 10 > compared)
        #expect(positions.count == RequestPosition.allCases.count)
        #expect(transforms.count == TransformName.allCases.count)
    }

    @Test("random lines of events are read alike, damaged ones too")
    func randomEvents() throws {
        let catalogue = Repository.project.catalogue
        let decoder = EventDecoder(catalogue: catalogue)
        let reference = ReferenceEventDecoder(catalogue: catalogue)
        var random = SeededGenerator()
        let lines = try String(
            contentsOf: Repository.root.appending(path: "Tests/Fixtures/events.jsonl"), encoding: .utf8
        )
        .split(separator: "\n").map { Array($0.utf8) }
        let pieces = [
            "null", "true", "[", "]", "{}", "\"\"", "1e3", "-0", "0.10", ",", "{\"a\":1}", "[1,\"x\",[2]]", "\\u00e9",
            "\\ud83d\\ude00", "\\n", "\"USD\"", "\u{FF}", "  ", "\"data\":{\"a\":{\"b\":[1,true]}}",
            "12345678901234567890.5",
            "\"event.data.x\":1", "\"device.idfa\":\"y\"", "\"data.level\":5", "9223372036854775808",
        ].map { Array($0.utf8) }
        var event = PostbackEvent(catalogue: catalogue)
        for number in 0..<Self.cases {
            var line = lines[number % lines.count]
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let place = Int.random(in: 0..<line.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: line.remove(at: place)
                case 1: line[place] = .random(in: 0...255, using: &random)
                case 3:
                    // Two texts exchanged: keys that stand elsewhere, and in another order than in the line before.
                    let quotes = line.indices.filter { line[$0] == UInt8(ascii: "\"") }
                    let starts = (0..<quotes.count / 2).shuffled(using: &random).prefix(2).sorted()
                    guard starts.count == 2 else { continue }
                    let ranges = starts.map { quotes[$0 * 2]...quotes[$0 * 2 + 1] }
                    let texts = ranges.map { Array(line[$0]) }
                    line.replaceSubrange(ranges[1], with: texts[0])
                    line.replaceSubrange(ranges[0], with: texts[1])
                case 2: line.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
                default:
                    // A whole value or key replaced, so that the line stays JSON more often.
                    let quotes = line.indices.filter { line[$0] == UInt8(ascii: "\"") }
                    let start = quotes.indices.randomElement(using: &random) ?? 0
                    guard start + 1 < quotes.count else { continue }
                    line.replaceSubrange(
                        quotes[start]...quotes[start + 1], with: pieces.randomElement(using: &random) ?? [])
                }
                if line.isEmpty { line = [0x7B] }
            }
            var theirs: ReferenceEventDecoder.Result?
            var problem: EventProblem?
            do throws(EventProblem) { theirs = try reference.decode(line) } catch { problem = error }
            let text = String(decoding: line, as: UTF8.self)
            do throws(EventProblem) {
                let findings = try decoder.decode(line.span, into: &event)
                guard let expected = theirs else {
                    Issue.record("line \(number) should be refused: \(text)")
                    return
                }
                #expect(findings.problems == expected.problems, "\(text)")
                #expect(findings.unknownKeys == expected.unknownKeys, "\(text)")
                if difference(event, expected.event) != nil {
                    Issue.record("\(difference(event, expected.event) ?? "") in \(text)")
                    return
                }
            } catch {
                #expect(error == problem, "\(text)")
            }
        }
    }

    /// The first macro or entry whose value differs.
    private func difference(_ left: PostbackEvent, _ right: PostbackEvent) -> String? {
        for (slot, macro) in left.catalogue.macros.enumerated() where left[slot: slot] != right[slot: slot] {
            return
                "\(macro.name): \(String(describing: left[slot: slot])), not \(String(describing: right[slot: slot]))"
        }
        for macro in left.catalogue.macros where macro.isOpenMap {
            for key in ["level", "x", "a", "a.b", "sub1"] {
                let name = String(macro.name.dropLast()) + key
                if left[entry: name] != right[entry: name] { return name }
            }
        }
        return nil
    }
}

extension TemplateNode {
    /// The transforms of a value, those inside of it left out.
    fileprivate var transforms: [TransformName] {
        guard case .expression(.pipeline(_, let steps)) = self else { return [] }
        return steps.compactMap { if case .transform(let name, _) = $0 { name } else { nil } }
    }
}
