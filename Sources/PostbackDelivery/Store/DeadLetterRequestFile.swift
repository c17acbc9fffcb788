import Foundation
import PostbackRuntime

/// A file in a journal's folder that asks the service which uses the journal to do something with dead letters.
///
/// The action, then one key a line. It appears whole, and goes when what it asks for is durable.
struct DeadLetterRequestFile {
    private let path: String

    init(journal: String) {
        path = "\(journal)/letters.request"
    }

    /// Whether somebody asks.
    var isThere: Bool { unsafe access(path, F_OK) == 0 }

    /// Asks; false where a request is there already, which has to be waited for.
    func write(_ request: LetterRequest) throws(DiskProblem) -> Bool {
        let text = ([request.action.rawValue] + request.keys.map(\.description)).joined(separator: "\n") + "\n"
        let own = "\(path).\(UUID().uuidString)"
        defer { unsafe _ = unlink(own) }
        do {
            try Data(text.utf8).write(to: URL(filePath: own))
        } catch {
            throw DiskProblem(operation: .create, path: path, code: EACCES)
        }
        // Whole, and only where there is none: two that ask at once would replace each other's request otherwise.
        guard unsafe link(own, path) != 0 else { return true }
        guard errno == EEXIST else { throw DiskProblem(operation: .create, path: path, code: errno) }
        return false
    }

    /// What is asked for; nil when nobody asks. What is no request asks for nothing, and goes when it is answered.
    func read() -> LetterRequest? {
        guard isThere, let data = FileManager.default.contents(atPath: path) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        guard let action = lines.first.flatMap(LetterRequest.Action.init) else { return LetterRequest(.replay, []) }
        return LetterRequest(action, lines.dropFirst().compactMap(Fingerprint.init))
    }

    /// What was asked for is done.
    func remove() { unsafe _ = unlink(path) }
}
