import Foundation
import PostbackDelivery
import PostbackRuntime

/// A file that takes one JSON object a line for each attempt, with names and outcomes and no value of a request. It never
/// waits for the file; what cannot be written is dropped.
final class AttemptLog: Sendable {
    private let path: String
    private let writer: LineWriter

    init(path: String) throws {
        self.path = path
        guard let descriptor = Self.open(path) else { throw ToolError("'\(path)' cannot be written") }
        writer = LineWriter(descriptor, limit: 1 << 24, .drop)
    }

    /// Opens the file; nil where that fails, and for a pipe that nobody reads.
    private static func open(_ path: String) -> Int32? {
        let descriptor = unsafe Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        return descriptor < 0 ? nil : descriptor
    }

    func write(_ attempt: AttemptReport) {
        var line: [UInt8] = []
        Self.append(attempt, to: &line)
        writer.write(line)
    }

    /// Returns when all has been written, or cannot be.
    func finish() { writer.finish(timeout: 1) }

    /// Goes on in a new file, when the one before has been given another name; whether that worked.
    func reopen() -> Bool {
        guard let descriptor = Self.open(path) else { return false }
        writer.replace(descriptor)
        return true
    }

    private static func append(_ attempt: AttemptReport, to lines: inout [UInt8]) {
        let object = JSONObjectWriter(to: &lines)
        object.add("time", attempt.time.description, to: &lines)
        object.add("key", attempt.key.description, to: &lines)
        object.add("app", attempt.app, to: &lines)
        object.add("partner", attempt.partner, to: &lines)
        object.add("postback", attempt.postback, to: &lines)
        if attempt.revision > 0 { object.add("revision", number: attempt.revision, to: &lines) }
        object.add("attempt", number: attempt.attempt, to: &lines)
        if !attempt.place.isEmpty {
            object.add("request", attempt.place, to: &lines)
            object.add("microseconds", number: Int(attempt.microseconds), to: &lines)
        }
        object.add("outcome", attempt.outcome, to: &lines)
        object.add("next", attempt.next?.description, to: &lines)
        object.add("result", attempt.result.rawValue, to: &lines)
        object.end(&lines)
        lines.append(UInt8(ascii: "\n"))
    }
}
