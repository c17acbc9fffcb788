@testable import PostbackLanguageServer
import PostbackRuntime
import TestSupport
import Testing

@Suite("The protocol of the language server")
struct ProtocolTests {
    private let unity = "Integrations/unity.postback"

    private func code(_ answer: JSONValue) -> Int? { answer.value("error", "code")?.integer }

    @Test("wants 'initialize' first and once, and nothing but 'exit' behind 'shutdown'")
    func lifecycle() {
        let server = LanguageServer(folder: FolderInMemory([:])) { nil }
        func answer(_ method: String) -> String {
            let text = #"{"jsonrpc":"2.0","id":"a","method":"\#(method)","params":{}}"#
            server.receive(Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8))
            return String(decoding: server.step(), as: UTF8.self)
        }
        #expect(answer("textDocument/hover").contains("-32002"))
        #expect(answer("initialize").contains("capabilities"))
        #expect(answer("initialize").contains("-32600"))
        #expect(answer("shutdown").hasSuffix(#"{"jsonrpc":"2.0","id":"a","result":null}"#))
        #expect(answer("textDocument/hover").contains("-32600"))
        #expect(server.exitStatus == nil)
        let exit = #"{"jsonrpc":"2.0","method":"exit"}"#
        server.receive(Array("Content-Length: \(exit.utf8.count)\r\n\r\n\(exit)".utf8))
        _ = server.step()
        #expect(server.exitStatus == 0 && !server.hasWork && server.step().isEmpty)
    }

    @Test("ends with status 1 where 'exit' comes without 'shutdown'")
    func exit() {
        let client = TestClient(.project())
        client.notify("exit", "null")
        client.drain()
        #expect(client.server.exitStatus == 1)
    }

    @Test("answers what it cannot do with the code for it")
    func errors() {
        let client = TestClient(.project("unity"))
        #expect(code(client.request("textDocument/moniker", "{}")) == ResponseError.unknownMethod)
        #expect(code(client.request("$/anything", "{}")) == ResponseError.unknownMethod)
        #expect(code(client.request("textDocument/hover", "{}")) == ResponseError.invalidParams)
        #expect(code(client.request("textDocument/hover", "[1]")) == ResponseError.invalidParams)
        #expect(code(client.about("Integrations/none.postback", "hover")) == ResponseError.invalidParams)
        #expect(code(client.request("workspace/executeCommand", #"{"command":"rm"}"#)) == ResponseError.invalidParams)
        client.notify("$/setTrace", #"{"value":"verbose"}"#)
        client.notify("textDocument/didChange", #"{"textDocument":{"uri":"file:///p/x.postback"}}"#)
        client.drain()
        #expect(client.others.last?["method"]?.text == "window/logMessage")
    }

    @Test("goes on after messages that are no JSON, no object or no request")
    func broken() {
        let client = TestClient(.project("unity"))
        for text in [
            "", "{", "nul", "[]", "[{}]", "1", "{\"jsonrpc\":\"2.0\"}", "{\"id\":1}", "{\"id\":{},\"method\":\"x\"}",
        ] {
            client.send(raw: text)
        }
        client.send(raw: "{\"id\":7,\"result\":null}")
        client.drain()
        let codes = client.others.compactMap { $0.value("error", "code")?.integer }
        #expect(codes.filter { $0 == ResponseError.notJSON }.count == 3)
        client.open(unity)
        client.drain()
        #expect(client.about(unity, "documentSymbol").elements?.isEmpty == false)
    }

    @Test("leaves out requests that are cancelled before their turn")
    func cancellation() {
        let client = TestClient(.project("unity"))
        client.open(unity)
        client.drain()
        let params = #"{"textDocument":{"uri":"\#(TestClient.address(unity))"}}"#
        let first = client.begin("textDocument/documentSymbol", params)
        let second = client.begin("textDocument/foldingRange", params)
        client.notify("$/cancelRequest", #"{"id":\#(second)}"#)
        client.notify("$/cancelRequest", #"{"id":12345}"#)
        client.drain()
        #expect(client.answers[first]?.elements?.isEmpty == false)
        #expect(client.answers[second].flatMap(code) == ResponseError.cancelled)
    }

    @Test("counts in bytes for a client that can, and in UTF-16 for one that says nothing", arguments: [true, false])
    func encodings(_ countsBytes: Bool) {
        let abilities = #"{"general":{"positionEncodings":["utf-32","utf-8","utf-16"]}}"#
        let client = TestClient(.project(), capabilities: countsBytes ? abilities : "{}")
        let text = "// é😀\n\tpartner é😀 x\n"
        client.open("Integrations/x.postback", text)
        let column = countsBytes ? 1 + 8 + 6 + 1 : 1 + 8 + 3 + 1
        client.change(
            "Integrations/x.postback",
            """
            {"range":{"start":{"line":1,"character":\(column)},"end":{"line":1,"character":\(column + 1)}},"text":"y"},
            {"range":{"start":{"line":0,"character":3},"end":{"line":0,"character":\(countsBytes ? 9 : 6)}},"text":"ok"}
            """)
        client.drain()
        let document = client.server.workspace.file(at: TestClient.address("Integrations/x.postback"))?.document
        #expect(document.map { String(decoding: $0.bytes, as: UTF8.self) } == "// ok\n\tpartner é😀 y\n")
    }

    @Test("makes the edits that a client makes, whatever lines end with")
    func synchronisation() {
        var random = SeededGenerator()
        let pieces = ["a", "é", "😀", "\n", "\r\n", "\r", " ", "\"", "{", "}", "𝒳", "\u{301}"]
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        for _ in 0..<300 {
            var expected = Array(text(30).utf16)
            var document = TextDocument(Array(String(decoding: expected, as: UTF16.self).utf8))
            for _ in 0..<8 {
                let bounds = [
                    Int.random(in: 0...expected.count, using: &random),
                    Int.random(in: 0...expected.count, using: &random),
                ]
                .map { boundary($0, expected) }.sorted()
                let new = text(4)
                let change: JSONValue = .members([
                    "range": .members([
                        "start": position(bounds[0], expected), "end": position(bounds[1], expected),
                    ]), "text": .string(new),
                ])
                do throws(ResponseError) {
                    try document.apply(change, .utf16)
                } catch {
                    Issue.record("\(error)")
                }
                expected.replaceSubrange(bounds[0]..<bounds[1], with: new.utf16)
                #expect(document.bytes == Array(String(decoding: expected, as: UTF16.self).utf8))
            }
        }
    }

    /// A place that is not between the halves of a character, nor between those of a line break.
    private func boundary(_ place: Int, _ units: [UInt16]) -> Int {
        guard place > 0, place < units.count else { return place }
        let isInside = UTF16.isTrailSurrogate(units[place]) || (units[place] == 10 && units[place - 1] == 13)
        return isInside ? place - 1 : place
    }

    /// Line and character of a place, counted without what the server counts with.
    private func position(_ place: Int, _ units: [UInt16]) -> JSONValue {
        var line = 0
        var start = 0
        for index in 0..<place {
            let endsLine =
                units[index] == 10 || (units[index] == 13 && (index + 1 == units.count || units[index + 1] != 10))
            if endsLine {
                line += 1
                start = index + 1
            }
        }
        return .members(["line": .integer(line), "character": .integer(place - start)])
    }

    @Test("survives every message in any order")
    func anyOrder() {
        var random = SeededGenerator()
        let methods = [
            "initialize", "initialized", "shutdown", "textDocument/didOpen", "textDocument/didChange",
            "textDocument/didClose", "textDocument/didSave", "workspace/didChangeWatchedFiles", "$/cancelRequest",
            "textDocument/completion", "textDocument/hover", "textDocument/signatureHelp", "textDocument/definition",
            "textDocument/references", "textDocument/documentHighlight", "textDocument/prepareRename",
            "textDocument/rename", "textDocument/documentSymbol", "workspace/symbol", "textDocument/formatting",
            "textDocument/rangeFormatting", "textDocument/foldingRange", "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/range", "textDocument/inlayHint", "textDocument/codeAction",
            "textDocument/codeLens", "workspace/executeCommand", "nothing",
        ]
        let source = Repository.partners.first { $0.stem == "unity" }?.text ?? ""
        func value(_ depth: Int) -> JSONValue {
            let numbers = ["0", "1", "7", "-1", "99999", "2147483647", "1e99", "0.5"]
            let texts = [
                TestClient.address(unity), "file:///p/Schemas/macros.schema", "untitled:a", "", "name", "%",
                "a.postback",
                "postback.preview", "install", String(source.prefix(Int.random(in: 0...2_000, using: &random))),
            ]
            switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
            case 0: return .null
            case 1: return .boolean(Bool.random(using: &random))
            case 2: return .number(numbers.randomElement(using: &random) ?? "0")
            case 3: return .string(texts.randomElement(using: &random) ?? "")
            case 4: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth + 1) })
            default:
                let keys = [
                    "textDocument", "uri", "text", "version", "position", "range", "start", "end", "line", "character",
                    "contentChanges", "newName", "context", "only", "command", "arguments", "query", "id", "rootUri",
                ]
                return .object(
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        (keys.randomElement(using: &random) ?? "", value(depth + 1))
                    })
            }
        }
        /// Parameters of the form that the method wants, for the most part.
        func params() -> JSONValue {
            guard Int.random(in: 0..<4, using: &random) > 0 else { return value(0) }
            func place() -> JSONValue {
                .members([
                    "line": .integer(Int.random(in: -1...300, using: &random)),
                    "character": .integer(Int.random(in: -1...120, using: &random)),
                ])
            }
            let range = JSONValue.members(["start": place(), "end": place()])
            return .members([
                "textDocument": .members([
                    "uri": .string(TestClient.address(unity)), "version": .integer(1), "text": .string(source),
                ]), "position": place(), "range": range, "newName": .string("renamed"),
                "contentChanges": .array([.members(["range": range, "text": .string("\n")])]),
            ])
        }
        for _ in 0..<40 {
            let client = TestClient(.project("unity"))
            for number in 0..<40 {
                var bytes: [UInt8] = []
                JSONText.append(params(), to: &bytes)
                let method = methods.randomElement(using: &random) ?? ""
                let id = Bool.random(using: &random) ? #","id":\#(1_000 + number)"# : ""
                // What ends it would leave the rest without an answer.
                if method == "shutdown", !id.isEmpty, Int.random(in: 0..<5, using: &random) > 0 { continue }
                client.send(
                    raw:
                        #"{"jsonrpc":"2.0"\#(id),"method":"\#(method)","params":\#(String(decoding: bytes, as: UTF8.self))}"#
                )
                if Bool.random(using: &random) { client.drain() }
                client.drain()
                #expect(id.isEmpty || client.answers[String(1_000 + number)] != nil, "\(method) has an answer")
            }
        }
    }
}
