import Foundation
import PostbackCertification
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Verb {
    static let render = Verb(
        name: "render", summary: "Renders events (JSON lines) for an account: requests and skips as JSON lines.",
        usage: "--configuration FILE [--events FILE]",
        options: [
            Option("--configuration", "FILE", "the account's apps, partners and fields, as JSON"),
            Option("--events", "FILE", "events, one JSON object a line; standard input if not given"),
            Option("--strict", nil, "report keys of events that the catalogue lacks"),
            Option("--now", "TIME", "the moment of rendering, for output that repeats"),
            Option("--seed", "N", "makes random values repeat"), .project, .schemas,
        ],
        example: "postback render --configuration account.json --events events.jsonl"
    ) { arguments in
        guard let path = arguments.value("--configuration") else { throw UsageError("--configuration FILE is missing") }
        if let extra = arguments.operands.first {
            throw UsageError("render takes no '\(extra)'; events come with --events FILE")
        }
        let now = try arguments.value("--now").map { text in
            guard let moment = Timestamp(text) else {
                throw UsageError("--now takes a time such as 2026-11-23T08:00:00Z")
            }
            return moment
        }
        var random = try SeededRandom(arguments.value("--seed"))
        let project = try ProjectFiles.load(arguments, paths: [])
        guard project.report() else { return .findings }
        guard let configuration = FileManager.default.contents(atPath: path) else {
            throw ToolError("'\(path)' cannot be read")
        }
        let postbacks: ConfiguredPostbacks
        do throws(ConfigurationProblems) {
            let templates = project.partners.map(\.template)
            let decoder = ConfigurationDecoder(partners: templates, catalogue: project.catalogue)
            postbacks = try ConfiguredPostbacks(
                try decoder.decode(Array(configuration)), partners: templates, catalogue: project.catalogue)
        } catch {
            for problem in error.problems { Terminal.error("\(path): error: \(problem.description)\n") }
            return .findings
        }
        let events = arguments.value("--events")
        var lines = try LineReader(path: events)
        let reader = EventLineReader(
            decoder: EventDecoder(catalogue: project.catalogue), name: events ?? "events",
            isStrict: arguments.has("--strict"))
        var number = 0
        var count = 0
        var hasProblems = false
        var output: [UInt8] = []
        while let line = try lines.next() {
            number += 1
            guard let event = reader.event(line, number, &hasProblems) else { continue }
            count += 1
            let received = now ?? .current
            let context = RenderContext(now: received, random: random.number(), uuid: random.uuid())
            for outcome in postbacks.render(event, context: context) {
                OutcomeWriter.append(outcome, of: event, received: received, to: &output)
            }
            if output.count > 1 << 16 {
                Terminal.write(output)
                output.removeAll(keepingCapacity: true)
            }
        }
        Terminal.write(output)
        if count == 0, !hasProblems {
            Terminal.error("postback: there were no events\n")
            return .findings
        }
        return hasProblems ? .findings : .success
    }
}

/// Reads events from lines and reports what is wrong with them.
struct EventLineReader {
    var decoder: EventDecoder
    var name: String
    var isStrict: Bool

    /// The event of a line; nil for a blank line, and for one that is no event.
    func event(_ line: LineReader.Line, _ number: Int, _ hasProblems: inout Bool) -> PostbackEvent? {
        func report(_ message: String) {
            hasProblems = true
            Terminal.error("\(name):\(number): error: \(message)\n")
        }
        guard case .bytes(let bytes) = line else {
            report("the line is longer than \(LineReader.maximumLength) bytes")
            return nil
        }
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        do throws(EventProblem) {
            let result = try decoder.decode(bytes)
            for problem in result.problems { report("\(problem.message); the value is left out") }
            if isStrict, !result.unknownKeys.isEmpty {
                report("unknown keys: \(result.unknownKeys.joined(separator: ", "))")
            }
            guard result.event.kindName != nil else {
                let name = decoder.catalogue.macro(.kind).map { " (\($0.name))" } ?? ""
                report("the event has no kind\(name)")
                return nil
            }
            return result.event
        } catch {
            report(error.message)
            return nil
        }
    }
}

extension Timestamp {
    /// The moment of the call.
    static var current: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}

/// Random values: the system's, or a sequence that a seed repeats.
struct SeededRandom {
    private var state: UInt64?

    init(_ seed: String?) throws {
        guard let seed else { return }
        guard let number = UInt64(seed) else { throw UsageError("--seed takes a whole number") }
        state = number
    }

    private mutating func next() -> UInt64 {
        guard var value = state else { return .random(in: 0...(.max)) }
        // SplitMix64.
        value &+= 0x9E37_79B9_7F4A_7C15
        state = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// From 0 to 2³¹ − 1.
    mutating func number() -> Int64 { Int64(next() >> 33) }

    /// A version 4 UUID, lower case.
    mutating func uuid() -> String {
        var hexadecimal = Array(String(next(), radix: 16).padded + String(next(), radix: 16).padded)
        hexadecimal[12] = "4"
        hexadecimal[16] = "89ab".randomElementBy(hexadecimal[16])
        for place in [8, 13, 18, 23] { hexadecimal.insert("-", at: place) }
        return String(hexadecimal)
    }
}

extension String {
    fileprivate var padded: String { String(repeating: "0", count: max(0, 16 - count)) + self }

    fileprivate func randomElementBy(_ digit: Character) -> Character {
        self[index(startIndex, offsetBy: (digit.hexDigitValue ?? 0) % count)]
    }
}
