@testable import PostbackLanguageServer
import PostbackLanguage
import PostbackRuntime
import TestSupport
import Testing

@Suite("Documents of an editor")
struct DocumentTests {
    private let unity = "Integrations/unity.postback"

    @Test("may begin with a byte order mark, which the client counts and nobody reads")
    func byteOrderMark() throws {
        let client = TestClient(.project("unity"))
        let text = try #require(client.folder.texts[unity])
        client.open(unity, "\u{FEFF}" + text.replacing("partner unity \"", with: "partner unity  \""))
        client.drain()
        #expect(client.findings(unity).isEmpty)
        let edits = client.about(unity, "formatting", #""options":{}"#).elements ?? []
        #expect(edits.count == 1 && edits.first?.value("range", "start", "line")?.integer == 1)
        let end = client.request(
            "textDocument/completion",
            #"{"textDocument":{"uri":"\#(TestClient.address(unity))"},"position":{"line":999,"character":0}}"#)
        #expect(end["error"] == nil)
        let symbols = client.about(unity, "documentSymbol").elements ?? []
        #expect(symbols.first?.value("selectionRange", "start", "character")?.integer == 8)
        // On the first line the mark is a character of the client's.
        client.replace(unity, "\u{FEFF}partner unity \"Unity\"\n")
        let marked = client.about(unity, "documentSymbol").elements ?? []
        #expect(marked.first?.value("selectionRange", "start", "character")?.integer == 9)
    }

    @Test("may get and lose byte order marks by edits")
    func markEdits() {
        let client = TestClient(.project())
        let path = "Integrations/x.postback"
        func text() -> String? {
            client.drain()
            let document = client.server.workspace.file(at: TestClient.address(path))?.document
            return document.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        client.open(path, "")
        client.change(
            path,
            "{\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":0,\"character\":0}},\"text\":\"\u{FEFF}\u{FEFF}partner x\"}"
        )
        #expect(text() == "partner x")
        let completion = client.request(
            "textDocument/completion",
            #"{"textDocument":{"uri":"\#(TestClient.address(path))"},"position":{"line":0,"character":3}}"#)
        #expect(completion["error"] == nil)
        client.change(path, #"{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":2}},"text":""}"#)
        client.change(path, #"{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":7}},"text":"X"}"#)
        #expect(text() == "X x")
    }

    @Test("that are known by two addresses are one, and those of no disk displace none")
    func addresses() throws {
        let client = TestClient(.project("unity"))
        let good = try #require(client.folder.texts[unity])
        client.open(unity, good + "}")
        client.drain()
        #expect(!client.findings(unity).isEmpty)
        let other = "file:///p/Integrations/%75nity.postback"
        client.notify(
            "textDocument/didOpen",
            #"{"textDocument":{"uri":"\#(other)","version":1,"text":\#(TestClient.json(good + "}"))}}"#)
        client.drain()
        #expect(client.findings(unity).isEmpty && client.published[other]?.isEmpty == false)
        client.close(unity)
        client.drain()
        #expect(client.published[other]?.isEmpty == false)
        client.notify(
            "textDocument/didOpen",
            #"{"textDocument":{"uri":"untitled:Integrations/unity.postback","languageId":"postback","version":1,"text":"junk"}}"#
        )
        client.notify(
            "textDocument/didOpen",
            #"{"textDocument":{"uri":"git:/p/Schemas/events.schema?ref","languageId":"postback","version":1,"text":""}}"#
        )
        client.drain()
        #expect(client.server.workspace.files[unity]?.source?.text == good + "}")
        #expect(client.published["git:/p/Schemas/events.schema?ref"]?.isEmpty ?? true)
    }

    @Test("take halves of characters, and positions behind every end")
    func halves() {
        let client = TestClient(.project())
        let path = "Integrations/x.postback"
        client.open(path, "partner x \"X\"\n")
        client.change(
            path, ##"{"range":{"start":{"line":0,"character":11},"end":{"line":0,"character":12}},"text":"\ud83d"}"##)
        client.change(
            path,
            ##"{"range":{"start":{"line":4294967295,"character":0},"end":{"line":4294967295,"character":9}},"text":"\\ud83d \ud83d\ude00"}"##
        )
        client.drain()
        let document = client.server.workspace.file(at: TestClient.address(path))?.document
        #expect(document.map { String(decoding: $0.bytes, as: UTF8.self) } == "partner x \"\u{FFFD}\"\n\\ud83d 😀")
    }

    @Test(
        "have the project of the first folder that is one, or of the file that is opened",
        arguments: [
            #"{"workspaceFolders":[{"uri":"file:///other"},{"uri":"file:///p"}],"capabilities":{}}"#,
            #"{"rootUri":null,"capabilities":{}}"#, #"{"rootUri":"file:///","capabilities":{}}"#,
        ])
    func root(_ initialize: String) throws {
        let client = TestClient(.project("unity"), initialize: initialize)
        client.open(unity)
        client.drain()
        #expect(client.findings(unity).isEmpty)
        #expect(client.at(unity, behind: "device.idfa", offset: -1, "definition").elements?.count == 1)
    }

    @Test("outside of every project are checked alone, and that is said once")
    func noProject() {
        let client = TestClient(.project("unity"), initialize: #"{"capabilities":{}}"#)
        for name in ["a", "b"] {
            client.notify(
                "textDocument/didOpen",
                #"{"textDocument":{"uri":"file:///other/\#(name).postback","version":1,"text":"partner a"}}"#)
        }
        client.drain()
        #expect(client.others.count { $0["method"]?.text == "window/showMessage" } == 1)
        #expect(client.published["file:///other/a.postback"]?.isEmpty == false)
    }

    @Test("that are not saved have what their names do not say from the client")
    func untitled() throws {
        let client = TestClient(.project("unity"))
        let text = try #require(client.folder.texts[unity])
        for address in ["untitled:Untitled-1", "untitled:unity.postback"] {
            client.notify(
                "textDocument/didOpen",
                #"{"textDocument":{"uri":"\#(address)","languageId":"postback","version":1,"text":\#(TestClient.json(text))}}"#
            )
        }
        client.drain()
        for address in ["untitled:Untitled-1", "untitled:unity.postback"] {
            #expect(client.published[address]?.isEmpty ?? true)
            let symbols = client.request("textDocument/documentSymbol", #"{"textDocument":{"uri":"\#(address)"}}"#)
            #expect(symbols.elements?.isEmpty == false)
        }
    }

    @Test("that are opened through a link are those of the project")
    func links() {
        let client = TestClient(.project("unity"))
        client.notify(
            "textDocument/didOpen",
            #"{"textDocument":{"uri":"file:///link/Integrations/unity.postback","version":1,"text":"partner"}}"#)
        client.drain()
        #expect(client.server.workspace.files[unity]?.isOpen == true)
        #expect(client.published["file:///link/Integrations/unity.postback"]?.isEmpty == false)
    }

    @Test("are formatted in a range without a change outside of it, and without one of what they mean")
    func ranges() throws {
        var random = SeededGenerator()
        let client = TestClient(.project("unity"))
        let whole = try #require(client.folder.texts[unity])
        client.open(unity)
        for _ in 0..<40 {
            var lines = whole.components(separatedBy: "\n")
            for _ in 0..<6 {
                let place = Int.random(in: 0..<lines.count, using: &random)
                lines[place] =
                    ["  " + lines[place], String(lines[place].drop { $0 == " " }), lines[place] + "\r"]
                    .randomElement(using: &random) ?? ""
            }
            let text = lines.joined(separator: "\n")
            client.replace(unity, text)
            let first = Int.random(in: 0..<lines.count, using: &random)
            let last = min(lines.count - 1, first + Int.random(in: 0...3, using: &random))
            let answer = client.about(
                unity, "rangeFormatting",
                #""range":{"start":{"line":\#(first),"character":0},"end":{"line":\#(last),"character":0}}"#)
            var document = TextDocument(Array(text.utf8))
            for edit in (answer.elements ?? []).reversed() {
                do throws(ResponseError) {
                    try document.apply(.members(["range": edit["range"], "text": edit["newText"]]), .utf16)
                } catch {
                    Issue.record("\(error)")
                }
            }
            let source = SourceFile(path: unity, text: String(decoding: document.bytes, as: UTF8.self))
            #expect(
                SourceFormatter.format(source).text
                    == SourceFormatter.format(SourceFile(path: unity, text: text)).text)
            for edit in answer.elements ?? [] where !whole.contains("\"\"\"") {
                #expect(edit.value("range", "start", "line")?.integer ?? 0 >= first)
            }
        }
    }
}
