import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// Takes a notification of a client that has said what it can do.
    func notified(_ method: String, _ params: JSONValue) {
        do throws(ResponseError) {
            switch method {
            case "initialized": initialized()
            case "textDocument/didOpen": try opened(params["textDocument"])
            case "textDocument/didChange": try changed(params)
            case "textDocument/didClose":
                workspace.close(try file(params), params.value("textDocument", "uri")?.text ?? "")
            case "workspace/didChangeWatchedFiles", "textDocument/didSave": workspace.reload()
            default: break
            }
        } catch {
            // A notification has no answer; a person who looks into the client's log sees why nothing came of it.
            log("\(method): \(error.message)")
        }
    }

    func initialized() {
        guard client.registersWatchers else { return }
        let watchers = ["Integrations/*.postback", "Schemas/*.schema", "Schemas/contracts/*.contract"].map {
            JSONValue.members(["globPattern": .string("**/" + $0)])
        }
        let registration: JSONValue = .members([
            "id": .string("files"), "method": .string("workspace/didChangeWatchedFiles"),
            "registerOptions": .members(["watchers": .array(watchers)]),
        ])
        outbox.append(
            ServerMessage.request(
                "register-files", "client/registerCapability", .members(["registrations": .array([registration])])))
    }

    func opened(_ document: JSONValue?) throws(ResponseError) {
        guard let address = document?["uri"]?.text else { throw .missing("textDocument.uri") }
        guard let text = document?["text"]?.text else { throw .missing("textDocument.text") }
        findProject(of: address)
        let opened = workspace.open(
            address, TextDocument(Array(text.utf8)), version: document?["version"]?.integer,
            language: document?["languageId"]?.text)
        if opened == nil { log("'\(address)' is no partner file, schema or contract by its name") }
    }

    func changed(_ params: JSONValue) throws(ResponseError) {
        let file = try file(params)
        guard file.isOpen else { throw ResponseError(code: ResponseError.invalidParams, message: "not open") }
        guard let changes = params["contentChanges"]?.elements else { throw .missing("contentChanges") }
        var document = file.document
        for change in changes { try document.apply(change, client.encoding) }
        workspace.edit(file, document, version: params.value("textDocument", "version")?.integer)
    }

    /// The file that a request is about.
    func file(_ params: JSONValue) throws(ResponseError) -> WorkspaceFile {
        guard let address = params.value("textDocument", "uri")?.text else { throw .missing("textDocument.uri") }
        guard let file = workspace.file(at: address) else {
            throw ResponseError(code: ResponseError.invalidParams, message: "'\(address)' is not open")
        }
        return file
    }

    /// The file and the offset that a request is about.
    func place(_ params: JSONValue) throws(ResponseError) -> (file: WorkspaceFile, offset: Int) {
        let file = try file(params)
        return (file, try file.document.offset(params["position"], client.encoding))
    }

    /// Shows a person a message.
    ///
    /// - Parameter type: 1 for an error, 2 for a warning, 3 for information.
    func show(_ message: String, type: Int) {
        outbox.append(
            ServerMessage.notification(
                "window/showMessage", .members(["type": .integer(type), "message": .string(message)])))
    }

    private func log(_ message: String) {
        outbox.append(
            ServerMessage.notification(
                "window/logMessage", .members(["type": .integer(2), "message": .string(message)])))
    }
}
