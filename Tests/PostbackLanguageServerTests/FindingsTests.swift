@testable import PostbackLanguageServer
import PostbackCertification
import PostbackLanguage
import PostbackRuntime
import TestSupport
import Testing

@Suite("Findings in an editor")
struct FindingsTests {
    private static let today = "2026-11-27"

    /// What `check` says of the same texts, as a client takes it.
    private func checked(_ texts: [String: String], _ client: TestClient) -> [String: [String]] {
        func sources(_ kind: WorkspaceFile.Kind) -> [SourceFile] {
            texts.keys.sorted().filter { WorkspaceFile.kind(of: $0) == kind }
                .map { SourceFile(path: $0, text: texts[$0] ?? "") }
        }
        let project = Project(
            schemas: sources(.schema), partners: sources(.partner), contracts: sources(.contract), today: Self.today)
        var findings: [String: [String]] = [:]
        for finding in project.diagnostics {
            let document = TextDocument(Array((texts[finding.file] ?? "").utf8))
            findings[finding.file, default: []].append(Self.text(client.server.json(finding, document)))
        }
        return findings
    }

    private static func text(_ value: JSONValue) -> String {
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func published(_ client: TestClient) -> [String: [String]] {
        var findings: [String: [String]] = [:]
        for (address, found) in client.published where !found.isEmpty {
            findings[String(address.dropFirst("file:///p/".count))] = found.map(Self.text)
        }
        return findings
    }

    @Test("are those of 'check', after any sequence of random edits")
    func equalCheck() {
        var random = SeededGenerator()
        let fragments = [
            "\n", "}", "{", "\"", " | sha256", "device.idfa", "field x \"X\" : text\n", "let a = b\n", "require ",
            "postback install {\n", "// c\n", "= ", "partner unity \"U\"\n",
            "macro device.new : text\n    sample \"a\"\n",
            "allow unused \"r\" until 2027-01-01\n", "é😀", "contract unity \"U\"\n",
        ]
        for _ in 0..<12 {
            let client = TestClient(.project("unity", "meta", "taboola"), today: Self.today)
            var texts = client.folder.texts
            let onDisk = texts
            var open: Set<String> = []
            client.drain()
            for step in 0..<25 {
                guard let path = texts.keys.sorted().randomElement(using: &random), let text = texts[path] else {
                    continue
                }
                if !open.contains(path) {
                    client.open(path, text)
                    open.insert(path)
                } else if Int.random(in: 0..<8, using: &random) == 0 {
                    client.close(path)
                    open.remove(path)
                    texts[path] = onDisk[path]
                    if texts[path] == nil { texts.removeValue(forKey: path) }
                    continue
                }
                let bytes = Array(text.utf8)
                let table = LineTable(bytes)
                let line = Int.random(in: 0..<table.count, using: &random)
                let bounds = table.bounds(ofLine: line, in: bytes)
                let last = min(table.count - 1, line + Int.random(in: 0...2, using: &random))
                let end = table.bounds(ofLine: last, in: bytes)
                var from = Int.random(in: bounds.lowerBound...bounds.upperBound, using: &random)
                var to = last == line ? from : Int.random(in: end.lowerBound...end.upperBound, using: &random)
                while from > 0, from < bytes.count, bytes[from] & 0xC0 == 0x80 { from -= 1 }
                while to > from, to < bytes.count, bytes[to] & 0xC0 == 0x80 { to -= 1 }
                let new = fragments.randomElement(using: &random) ?? ""
                let start = table.position(of: from, in: bytes, .utf16)
                let stop = table.position(of: to, in: bytes, .utf16)
                client.change(
                    path,
                    """
                    {"range":{"start":{"line":\(start.line),"character":\(start.character)},
                    "end":{"line":\(stop.line),"character":\(stop.character)}},"text":\(TestClient.json(new))}
                    """)
                texts[path] = String(decoding: bytes[..<from] + Array(new.utf8) + bytes[to...], as: UTF8.self)
                if step % 3 == 0 { client.step() }
                // What is asked in between changes nothing.
                if step % 4 == 0 {
                    let range = #""range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}"#
                    _ = client.about(path, "codeAction", range + #","context":{}"#)
                    _ = client.at(path, behind: "", "rename", #""newName":"x""#)
                }
                if step % 5 == 0 {
                    client.drain()
                    #expect(published(client) == checked(texts, client))
                }
            }
            client.drain()
            #expect(published(client) == checked(texts, client))
        }
    }

    @Test("of all partner files follow an edit of a schema")
    func schemaEdit() throws {
        let client = TestClient(.project("unity", "meta"))
        let path = "Schemas/macros.schema"
        let text = try #require(client.folder.texts[path])
        client.open(path)
        client.drain()
        #expect(published(client).isEmpty)
        client.replace(path, text.replacing("macro device.gamer_id", with: "macro device.player_id"))
        client.drain()
        #expect(client.findings("Integrations/unity.postback").allSatisfy { $0.hasSuffix(" unknown_macro") })
        #expect(!client.findings("Integrations/unity.postback").isEmpty)
        client.close(path)
        client.drain()
        #expect(client.findings("Integrations/unity.postback").isEmpty)
    }

    @Test("come and go with files on disk, and with files that are new and not saved")
    func files() throws {
        let client = TestClient(.project("unity"))
        client.drain()
        let other = "Integrations/other.postback"
        client.folder.texts[other] = client.folder.texts["Integrations/unity.postback"]
        client.notify("workspace/didChangeWatchedFiles", #"{"changes":[]}"#)
        client.drain()
        #expect(
            client.findings(other).contains { $0.hasSuffix("duplicate") || $0.contains("file_name") || !$0.isEmpty })
        client.folder.texts[other] = nil
        client.notify("workspace/didChangeWatchedFiles", #"{"changes":[]}"#)
        client.drain()
        #expect(client.findings(other).isEmpty)
        client.open("Integrations/new.postback", "partner new\n")
        client.drain()
        #expect(!client.findings("Integrations/new.postback").isEmpty)
        client.close("Integrations/new.postback")
        client.drain()
        #expect(client.findings("Integrations/new.postback").isEmpty)
    }

    @Test("say other places, and mark what is of no use")
    func form() throws {
        let client = TestClient(.project("unity"))
        let path = "Integrations/unity.postback"
        let text = try #require(client.folder.texts[path])
        client.open(path, text + "\nlet attributed = \"2\"\nlet unused_one = \"3\"\n")
        client.drain()
        let found = client.published[TestClient.address(path)] ?? []
        let duplicate = found.first { $0["code"]?.text?.hasPrefix("duplicate") == true }
        let related = duplicate?["relatedInformation"]?.elements?.first
        #expect(related?["message"]?.text == "first declared here")
        #expect(related?.value("location", "uri")?.text == TestClient.address(path))
        #expect(duplicate?["severity"]?.integer == 1)
    }

    @Test("are told of a file that is too large or no text, as of any other")
    func unreadable() {
        let client = TestClient(.project("unity"))
        client.open("Integrations/large.postback", String(repeating: "a", count: SourceFile.maximumSize + 1))
        client.open("Integrations/binary.postback", "a\u{0}b")
        client.drain()
        #expect(client.findings("Integrations/large.postback") == ["1 file_too_large"])
        #expect(client.findings("Integrations/binary.postback") == ["1 not_utf8"])
    }
}
