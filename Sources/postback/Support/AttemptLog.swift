import Foundation
import PostbackDelivery
import PostbackRuntime
import Synchronization

/// A file that takes one JSON object a line for each attempt, with names and outcomes and no value of a request.
final class AttemptLog: Sendable {
    private struct State {
        var file: FileHandle?
        var lines: [UInt8] = []
    }

    private let path: String
    private let state: Mutex<State>
    /// Bytes that are kept before they are written.
    private static let most = 1 << 16

    init(path: String) throws {
        self.path = path
        guard let file = Self.open(path) else { throw ToolError("'\(path)' cannot be written") }
        state = Mutex(State(file: file))
    }

    private static func open(_ path: String) -> FileHandle? {
        let descriptor = unsafe Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        return descriptor < 0 ? nil : FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ attempt: AttemptReport) {
        state.withLock { state in
            Self.append(attempt, to: &state.lines)
            if state.lines.count > Self.most { Self.flush(&state) }
        }
    }

    /// Writes what has been kept.
    func flush() { state.withLock { Self.flush(&$0) } }

    /// Goes on in a new file, when the one before has been given another name.
    func reopen() {
        state.withLock { state in
            Self.flush(&state)
            if let file = Self.open(path) { state.file = file }
        }
    }

    private static func flush(_ state: inout State) {
        guard !state.lines.isEmpty else { return }
        // A full disk must not end the delivery; what cannot be logged is not.
        try? state.file?.write(contentsOf: Data(state.lines))
        state.lines.removeAll(keepingCapacity: true)
    }

    private static func append(_ attempt: AttemptReport, to lines: inout [UInt8]) {
        func add(_ key: String, _ value: String) {
            lines += "\"\(key)\":".utf8
            JSONText.append(value, to: &lines)
            lines.append(UInt8(ascii: ","))
        }
        func add(_ key: String, _ value: Int) { lines += "\"\(key)\":\(value),".utf8 }
        lines.append(UInt8(ascii: "{"))
        add("time", attempt.time.description)
        add("key", attempt.key.description)
        add("app", attempt.app)
        add("partner", attempt.partner)
        add("postback", attempt.postback)
        if attempt.revision > 0 { add("revision", attempt.revision) }
        add("attempt", attempt.attempt)
        if !attempt.place.isEmpty {
            add("request", attempt.place)
            add("microseconds", Int(attempt.microseconds))
        }
        add("outcome", attempt.outcome)
        if let next = attempt.next { add("next", next.description) }
        add("result", attempt.result.rawValue)
        lines[lines.count - 1] = UInt8(ascii: "}")
        lines.append(UInt8(ascii: "\n"))
    }
}
