import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

/// Renders lines of events for an account, and reports what is wrong with them.
final class EventRenderer {
    /// What every worker renders with.
    struct Settings: Sendable {
        var postbacks: ConfiguredPostbacks
        var decoder: EventDecoder
        /// What messages call the input.
        var name: String
        var isStrict: Bool
        /// The moment of rendering; that of the call for nil.
        var now: Timestamp?
        var random: SeededRandom
    }

    /// What came of some lines.
    struct Result: Sendable {
        /// Requests and skips as JSON lines.
        var output: [UInt8] = []
        /// Messages, a line each.
        var messages = ""
        /// Events that were rendered.
        var events = 0
        /// The requests of sessions, in the order of the output.
        var sessions: [Session] = []
    }

    /// A session's request, of which the device may have had one before in the same period.
    struct Session: Sendable {
        /// The span of time that it takes for its device.
        var claim: SessionClaim
        /// When it was rendered.
        var moment: Timestamp
        /// Its line in the output.
        var line: Range<Int>
        /// What stands there when it is not the first.
        var skip: [UInt8]
    }

    /// Messages about one line that are written; of more, how many there are.
    private static let mostMessages = 10

    private let settings: Settings
    private let buffer = RenderBuffer()
    private var event: PostbackEvent

    init(_ settings: Settings) {
        self.settings = settings
        event = PostbackEvent(catalogue: settings.decoder.catalogue)
    }

    /// Renders the lines of a chunk.
    func render(_ chunk: LineChunks.Chunk) -> Result {
        var result = Result()
        guard !chunk.isTooLong else {
            report("the line is longer than \(LineChunks.maximumLength) bytes", chunk.firstLine, &result)
            return result
        }
        result.output.reserveCapacity(chunk.bytes.count * 4)
        for (number, place) in chunk.lines { render(chunk.bytes.span.extracting(place), number, &result) }
        return result
    }

    private func report(_ message: String, _ line: Int, _ result: inout Result) {
        result.messages += "\(settings.name):\(line): error: \(message)\n"
    }

    private func render(_ line: Span<UInt8>, _ number: Int, _ result: inout Result) {
        guard line.count <= LineChunks.maximumLength else {
            return report("the line is longer than \(LineChunks.maximumLength) bytes", number, &result)
        }
        do throws(EventProblem) {
            let findings = try settings.decoder.decode(line, into: &event)
            for problem in findings.problems.prefix(Self.mostMessages) {
                report("\(problem.message); the value is left out", number, &result)
            }
            let rest = findings.problemCount - Self.mostMessages
            if rest > 0 { report("\(rest) more values have the wrong form and are left out", number, &result) }
            if settings.isStrict, !findings.unknownKeys.isEmpty {
                report("unknown keys: \(findings.unknownKeys.joined(separator: ", "))", number, &result)
            }
        } catch {
            return report(error.message, number, &result)
        }
        guard event.kindName != nil else {
            let name = settings.decoder.catalogue.macro(.kind).map { " (\($0.name))" } ?? ""
            return report("the event has no kind\(name)", number, &result)
        }
        result.events += 1
        write(number, &result)
    }

    private func write(_ number: Int, _ result: inout Result) {
        var random = settings.random.line(number)
        let received = settings.now ?? .now
        let context = RenderContext(now: received, random: random.number(), uuid: random.uuid())
        let id = event[.identity]?.text
        var output: [UInt8] = []
        var sessions: [Session] = []
        swap(&output, &result.output)
        settings.postbacks.render(&event, context: context, in: buffer) { decision in
            let start = output.count
            OutcomeWriter.append(decision, from: buffer, eventID: id, received: received, to: &output)
            guard decision.skip == nil, let claim = decision.claim else { return }
            var skip: [UInt8] = []
            var late = decision
            late.skip = .sessionWindow
            OutcomeWriter.append(late, from: buffer, eventID: id, received: received, to: &skip)
            sessions.append(Session(claim: claim, moment: received, line: start..<output.count, skip: skip))
        }
        swap(&output, &result.output)
        result.sessions += sessions
    }
}

extension EventRenderer.Result {
    /// The output, with no request for a session that lies in a span that is taken.
    func output(_ claims: inout SessionClaims) -> [UInt8] {
        let repeated = sessions.filter { !claims.take($0.claim, now: $0.moment) }
        guard !repeated.isEmpty else { return output }
        var result: [UInt8] = []
        var place = 0
        for session in repeated {
            result += output[place..<session.line.lowerBound]
            result += session.skip
            place = session.line.upperBound
        }
        return result + output[place...]
    }
}
