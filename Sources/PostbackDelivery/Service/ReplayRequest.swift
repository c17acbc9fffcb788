import Foundation
import PostbackRuntime

/// A file in a journal's folder that asks the service which uses the journal to send again what was put aside.
///
/// One key a line. It appears whole, and goes when what it asks for is durable.
struct ReplayRequest {
    private let path: String

    init(journal: String) {
        path = "\(journal)/replay.request"
    }

    /// Whether somebody asks.
    var isThere: Bool { unsafe access(path, F_OK) == 0 }

    /// Asks; a request that is there already has to be waited for.
    func write(_ keys: [Fingerprint]) throws(DiskProblem) {
        let text = keys.map { "\($0)\n" }.joined()
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw DiskProblem(operation: .create, path: path, code: EACCES)
        }
    }

    /// The keys that are asked for; nil when nobody asks.
    func read() -> [Fingerprint]? {
        guard isThere, let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { Fingerprint(String($0)) }
    }

    /// What was asked for is done.
    func remove() { unsafe _ = unlink(path) }
}
