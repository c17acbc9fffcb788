import Foundation
import PostbackRuntime

/// A file in a journal's folder that asks the service which uses the journal to do something with dead letters.
///
/// The action, then one key a line. It appears whole, and goes when what it asks for is durable.
struct LetterRequestFile {
    private let path: String

    init(journal: String) {
        path = "\(journal)/letters.request"
    }

    /// Whether somebody asks.
    var isThere: Bool { unsafe access(path, F_OK) == 0 }

    /// Asks; a request that is there already has to be waited for.
    func write(_ request: LetterRequest) throws(DiskProblem) {
        let text = ([request.action.rawValue] + request.keys.map(\.description)).joined(separator: "\n") + "\n"
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw DiskProblem(operation: .create, path: path, code: EACCES)
        }
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
