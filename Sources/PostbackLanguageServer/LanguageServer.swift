import PostbackLanguage
import PostbackRuntime
import PostbackSupport

/// Answers the messages of an editor about partner files, schemas and contracts.
///
/// It reads no stream and no clock: bytes come in by ``receive(_:)``, and ``step()`` does the next piece of work, which is
/// the answer to one message or, where no message waits, the compilation of one file. Whoever runs it calls `step()` as long
/// as there is something to do, and takes in new bytes between two calls; so no answer waits for more than one file.
/// Source: Language Server Protocol 3.17.
public final class LanguageServer {
    private var reader = MessageReader()
    private var waiting: [(message: ClientMessage, isCancelled: Bool)] = []
    private let folder: any ProjectFolder
    private let named: String?
    private let today: () -> String?
    private var stage = Stage.new
    var client = ClientAbilities()
    /// The files; there from `initialize` on.
    var workspace: Workspace
    /// Messages that a feature sends beside its answer.
    var outbox: [[UInt8]] = []

    /// Whether the person knows that there is no project.
    private var hasWarned = false

    private enum Stage {
        case new
        case running
        case shutDown
        case ended
    }

    /// Creates a server that has not been asked anything.
    ///
    /// - Parameters:
    ///   - folder: where it finds the files of a project.
    ///   - root: the folder of the project; nil takes the one that the client opens.
    ///   - today: the day, as `2026-11-23`, on which allowances are judged.
    public init(folder: any ProjectFolder, root: String? = nil, today: @escaping () -> String?) {
        self.folder = folder
        named = root
        self.today = today
        workspace = Workspace(root: nil, folder: folder, today: today)
    }

    /// The exit status that the protocol asks for, once the client has said `exit`: 0 behind `shutdown`, else 1.
    public private(set) var exitStatus: Int32?

    /// Takes bytes of the client.
    public func receive(_ bytes: some Collection<UInt8>) {
        reader.append(bytes)
        while let event = reader.next() {
            switch event {
            case .unreadable(let why):
                let error = ResponseError(code: ResponseError.notJSON, message: why)
                waiting.append((.invalid(id: nil, error), false))
            case .message(let content):
                let message = ClientMessage(content)
                if case .notification("$/cancelRequest", let params) = message {
                    cancel(RequestID(params["id"]))
                } else {
                    waiting.append((message, false))
                }
            }
        }
    }

    private func cancel(_ id: RequestID?) {
        let place = waiting.firstIndex { message, _ in
            if case .request(id, _, _) = message { true } else { false }
        }
        if let place { waiting[place].isCancelled = true }
    }

    /// Whether messages wait that nobody has looked at.
    public var hasMessages: Bool { exitStatus == nil && !waiting.isEmpty }

    /// Whether ``step()`` has something to do.
    public var hasWork: Bool {
        exitStatus == nil && (!waiting.isEmpty || (stage == .running && workspace.hasChanges))
    }

    /// Does the next piece of work; gives the bytes for the client that came of it.
    public func step() -> [UInt8] {
        guard exitStatus == nil else { return [] }
        if !waiting.isEmpty {
            let (message, isCancelled) = waiting.removeFirst()
            handle(message, isCancelled)
        } else if stage == .running, !workspace.compileNext(), workspace.hasChanges {
            publish()
        }
        defer { outbox = [] }
        return outbox.flatMap { $0 }
    }

    private func handle(_ message: ClientMessage, _ isCancelled: Bool) {
        switch message {
        case .answer: break
        case .invalid(let id, let error): outbox.append(ServerMessage.error(error, of: id))
        case .notification("exit", _):
            exitStatus = stage == .shutDown ? 0 : 1
            stage = .ended
        case .notification(let method, let params): if stage == .running { notified(method, params) }
        case .request(let id, let method, let params):
            do throws(ResponseError) {
                if isCancelled { throw ResponseError(code: ResponseError.cancelled, message: "cancelled") }
                let result = try answer(method, params)
                outbox.append(ServerMessage.result(result, of: id))
            } catch {
                outbox.append(ServerMessage.error(error, of: id))
            }
        }
    }

    private func answer(_ method: String, _ params: JSONValue) throws(ResponseError) -> JSONValue {
        switch stage {
        case .new where method != "initialize":
            throw ResponseError(code: ResponseError.notInitialized, message: "'initialize' comes first")
        case .shutDown, .ended:
            throw ResponseError(code: ResponseError.invalidRequest, message: "nothing but 'exit' follows 'shutdown'")
        case .running where method == "initialize":
            throw ResponseError(code: ResponseError.invalidRequest, message: "'initialize' comes once")
        default: break
        }
        switch method {
        case "initialize": return initialize(params)
        case "shutdown":
            stage = .shutDown
            return .null
        default:
            guard let feature = Self.features[method] else {
                throw ResponseError(code: ResponseError.unknownMethod, message: "there is no method '\(method)'")
            }
            return try feature(self)(params)
        }
    }

    /// What answers each request.
    private static let features:
        [String: @Sendable (LanguageServer) -> (JSONValue) throws(ResponseError) -> JSONValue] = [
            "textDocument/completion": { $0.completion },
            "textDocument/hover": { $0.hover },
            "textDocument/signatureHelp": { $0.signatureHelp },
            "textDocument/definition": { $0.definition },
            "textDocument/references": { $0.references },
            "textDocument/documentHighlight": { $0.highlights },
            "textDocument/prepareRename": { $0.prepareRename },
            "textDocument/rename": { $0.rename },
            "textDocument/documentSymbol": { $0.documentSymbols },
            "workspace/symbol": { $0.workspaceSymbols },
            "textDocument/formatting": { $0.formatting },
            "textDocument/rangeFormatting": { $0.rangeFormatting },
            "textDocument/foldingRange": { $0.foldingRanges },
            "textDocument/semanticTokens/full": { $0.semanticTokens },
            "textDocument/semanticTokens/range": { $0.semanticTokens },
            "textDocument/inlayHint": { $0.inlayHints },
            "textDocument/codeAction": { $0.codeActions },
            "textDocument/codeLens": { $0.codeLenses },
            "workspace/executeCommand": { $0.executeCommand },
        ]

    /// Takes the project of a folder; what is open stays so.
    private func enter(_ root: String?) {
        let before = workspace
        workspace = Workspace(root: root.map(folder.resolved), folder: folder, today: today)
        for file in before.files.values.sorted(by: { $0.path < $1.path }) where file.isOpen {
            _ = workspace.open(file.address, file.document, version: file.version, language: "postback")
        }
    }

    /// Looks for the project of a file where none is known.
    func findProject(of address: String) {
        guard workspace.root == nil, let path = FileAddress.path(address) else { return }
        let parent = named ?? path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        if let root = folder.root(of: parent) {
            enter(root)
        } else if !hasWarned {
            hasWarned = true
            show(
                "no folder from \(parent) upwards has Integrations/: only what a file alone says is checked", type: 2)
        }
    }

    private func initialize(_ params: JSONValue) -> JSONValue {
        client = ClientAbilities(params)
        let folders = params["workspaceFolders"]?.elements?.compactMap { $0["uri"]?.text } ?? []
        let root = params["rootUri"]?.text ?? params["rootPath"]?.text.map(FileAddress.address)
        let paths = named.map { [$0] } ?? (folders + [root].compactMap(\.self)).compactMap(FileAddress.path)
        enter(paths.lazy.compactMap(folder.root).first)
        stage = .running
        return .members([
            "capabilities": ServerAbilities.all(client),
            "serverInfo": .members(["name": .string("postback"), "version": .string(ProductVersion.text)]),
        ])
    }
}
