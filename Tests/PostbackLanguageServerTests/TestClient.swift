import Foundation
@testable import PostbackLanguageServer
import PostbackLanguage
import PostbackRuntime
import TestSupport

/// The files of a project in memory.
final class FolderInMemory: ProjectFolder {
    var texts: [String: String]

    init(_ texts: [String: String]) {
        self.texts = texts
    }

    func root(of folder: String) -> String? { folder == "/p" || folder.hasPrefix("/p/") ? "/p" : nil }

    func resolved(_ path: String) -> String { path.replacing("/link/", with: "/p/") }

    func files(in root: String) -> [SourceReading] {
        texts.keys.sorted().map { SourceReading(Data((texts[$0] ?? "").utf8), path: $0) }
    }

    /// The text of a partner file with some declarations behind its beginning.
    static func partner(_ declarations: String, platforms: String = "ios") -> String {
        """
        partner a "A"
        revision 1
        category ad_network
        platforms \(platforms)
        documentation "https://a.test"
        endpoint api "https://a.test"
        \(declarations)
        """
    }

    /// The repository's schemas, with some of its partners.
    static func project(_ partners: String...) -> FolderInMemory {
        var texts: [String: String] = [:]
        for source in Repository.schemas { texts[source.path] = source.text }
        for source in Repository.partners where partners.contains(source.stem) { texts[source.path] = source.text }
        for source in Repository.contracts where partners.contains(source.stem) { texts[source.path] = source.text }
        return FolderInMemory(texts)
    }
}

/// A client in the same process.
final class TestClient {
    let folder: FolderInMemory
    let server: LanguageServer
    private var reader = MessageReader()
    private var next = 0
    private(set) var versions: [String: Int] = [:]
    /// What the server said last of each file, by its address.
    private(set) var published: [String: [JSONValue]] = [:]
    /// Messages that were no answers and no findings.
    private(set) var others: [JSONValue] = []
    /// Answers by the ids of their requests.
    private(set) var answers: [String: JSONValue] = [:]

    static let capabilities = """
        {"general":{"positionEncodings":["utf-16"]},"textDocument":{"hover":{"contentFormat":["markdown"]},
        "completion":{"completionItem":{"snippetSupport":true}},
        "documentSymbol":{"hierarchicalDocumentSymbolSupport":true}}}
        """

    init(
        _ folder: FolderInMemory, capabilities: String = TestClient.capabilities, initialize: String? = nil,
        today: String? = nil
    ) {
        self.folder = folder
        server = LanguageServer(folder: folder) { today }
        _ = request("initialize", initialize ?? #"{"rootUri":"file:///p","capabilities":\#(capabilities)}"#)
        notify("initialized", "{}")
    }

    func send(raw text: String) {
        server.receive(Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8))
    }

    func notify(_ method: String, _ params: String) {
        send(raw: #"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params)}"#)
    }

    /// Sends a request without waiting; gives its id.
    func begin(_ method: String, _ params: String) -> String {
        next += 1
        send(raw: #"{"jsonrpc":"2.0","id":\#(next),"method":"\#(method)","params":\#(params)}"#)
        return String(next)
    }

    /// The answer to a request: its result, or its error as `error`.
    func request(_ method: String, _ params: String) -> JSONValue {
        let id = begin(method, params)
        while answers[id] == nil, server.hasWork { step() }
        return answers.removeValue(forKey: id) ?? .null
    }

    /// Lets the server do what it has to do.
    func drain() {
        while server.hasWork { step() }
    }

    func step() {
        reader.append(server.step())
        while let event = reader.next() {
            guard case .message(let content) = event, let value = try? JSONValue(parsing: content) else { continue }
            if value["method"]?.text == "textDocument/publishDiagnostics" {
                published[value.value("params", "uri")?.text ?? ""] =
                    value.value("params", "diagnostics")?.elements ?? []
            } else if value["method"] == nil, case .number(let id)? = value["id"] {
                answers[id] = value["result"] ?? .members(["error": value["error"]])
            } else {
                others.append(value)
            }
        }
    }

    // MARK: Documents

    static func address(_ path: String) -> String { "file:///p/\(path)" }

    static func json(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func open(_ path: String, _ text: String? = nil) {
        let text = text ?? folder.texts[path] ?? ""
        versions[path] = 1
        notify(
            "textDocument/didOpen",
            """
            {"textDocument":{"uri":"\(Self.address(path))","languageId":"postback","version":1,
            "text":\(Self.json(text))}}
            """)
    }

    /// Makes a text the whole of an open file.
    func replace(_ path: String, _ text: String) {
        change(path, #"{"text":\#(Self.json(text))}"#)
    }

    func change(_ path: String, _ changes: String) {
        versions[path, default: 1] += 1
        notify(
            "textDocument/didChange",
            """
            {"textDocument":{"uri":"\(Self.address(path))","version":\(versions[path] ?? 1)},
            "contentChanges":[\(changes)]}
            """)
    }

    func close(_ path: String) {
        notify("textDocument/didClose", #"{"textDocument":{"uri":"\#(Self.address(path))"}}"#)
    }

    /// A request about a place: behind a text of a file that stands in it once, or `offset` bytes from there.
    func at(
        _ path: String, behind text: String, offset: Int = 0, _ method: String, _ more: String = "",
        in whole: String? = nil
    ) -> JSONValue {
        let whole = whole ?? folder.texts[path] ?? ""
        let before = whole.range(of: text).map { String(whole[..<$0.upperBound]) } ?? ""
        let bytes = Array(whole.utf8)
        let place = LineTable(bytes).position(of: before.utf8.count + offset, in: bytes, .utf16)
        return request(
            "textDocument/\(method)",
            """
            {"textDocument":{"uri":"\(Self.address(path))"},
            "position":{"line":\(place.line),"character":\(place.character)}\(more.isEmpty ? "" : "," + more)}
            """)
    }

    func about(_ path: String, _ method: String, _ more: String = "") -> JSONValue {
        request(
            "textDocument/\(method)",
            #"{"textDocument":{"uri":"\#(Self.address(path))"}\#(more.isEmpty ? "" : "," + more)}"#)
    }

    /// The codes and lines, from 1, of the findings of a file.
    func findings(_ path: String) -> [String] {
        (published[Self.address(path)] ?? []).map { finding in
            "\((finding.value("range", "start", "line")?.integer ?? -1) + 1) \(finding["code"]?.text ?? "")"
        }
    }
}
