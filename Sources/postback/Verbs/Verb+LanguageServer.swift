import Foundation
import PostbackLanguage
import PostbackLanguageServer
import PostbackTemplate

extension Verb {
    static let languageServer = Verb(
        name: "language-server",
        summary: "Serves editors over standard input and output, with the Language Server Protocol.", usage: "",
        options: [
            Option("--stdio", nil, "what editors say who know several ways; there is no other"),
            Option(
                "--project", "DIR", "the folder with Integrations/ and Schemas/, if not the one that the editor opens"),
        ],
        example: "postback language-server --project ."
    ) { arguments in
        if let operand = arguments.operands.first { throw UsageError("'\(operand)' is no argument of language-server") }
        if let named = arguments.value("--project"), !ProjectFiles.isDirectory(named) {
            throw ToolError("there is no folder '\(named)'")
        }
        let root = arguments.value("--project").map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        let server = LanguageServer(folder: FolderOnDisk(), root: root) { Timestamp.now.day }
        let input = InputStream()
        input.start()
        while server.exitStatus == nil {
            // Everything that has come is taken in first: a request may be cancelled by what follows it.
            if let bytes = input.take(waits: !server.hasWork) {
                server.receive(bytes)
            } else if !server.hasMessages {
                // The client is gone, and has the answers to all that it asked.
                return .findings
            }
            let output = server.step()
            if !output.isEmpty { Terminal.write(output) }
        }
        return server.exitStatus == 0 ? .success : .findings
    }
}

/// The files of a project on disk.
private struct FolderOnDisk: ProjectFolder {
    func root(of folder: String) -> String? { ProjectFiles.root(of: URL(fileURLWithPath: folder)) }

    func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    func files(in root: String) -> [SourceReading] { ProjectFiles(root: root).all() }
}

/// Standard input, read by a thread of its own.
private final class InputStream: @unchecked Sendable {
    private let condition = NSCondition()
    private var bytes: [UInt8] = []
    private var hasEnded = false

    func start() {
        let thread = Thread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = unsafe read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                condition.withLock {
                    if count > 0 { bytes += buffer[..<count] } else { hasEnded = true }
                    condition.signal()
                }
                guard count > 0 else { return }
            }
        }
        thread.start()
    }

    /// What has come since it was asked last; nil after the end.
    ///
    /// - Parameter waits: whether to wait until something comes.
    func take(waits: Bool) -> [UInt8]? {
        condition.withLock {
            while waits, bytes.isEmpty, !hasEnded { condition.wait() }
            if bytes.isEmpty, hasEnded { return nil }
            defer { bytes = [] }
            return bytes
        }
    }
}
