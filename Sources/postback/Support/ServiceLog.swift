import Foundation
import PostbackTemplate

/// What a service says on standard error: a line for each thing, with its time and level. It never waits for a reader.
final class ServiceLog: Sendable {
    /// How much it matters.
    enum Level: String {
        case info, warning, error
    }

    private let writer = LineWriter(STDERR_FILENO, limit: 1 << 20, .drop)

    func info(_ text: String) { say(.info, text) }

    func warning(_ text: String) { say(.warning, text) }

    func error(_ text: String) { say(.error, text) }

    private func say(_ level: Level, _ text: String) {
        let time = Timestamp.now.description
        let lines = text.split(separator: "\n").map { "\(time) \(level.rawValue) \($0)\n" }
        writer.write(Array(lines.joined().utf8)) { dropped in
            "\(time) warning \(dropped) lines were not written, because nobody read them\n"
        }
    }

    /// Writes a line over the one before, on a terminal.
    func progress(_ text: String) { writer.write("\r\u{1B}[K" + text) }

    /// Returns when all was written, or nobody reads it.
    func finish() { writer.finish(timeout: 1) }
}
