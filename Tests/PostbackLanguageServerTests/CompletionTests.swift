@testable import PostbackLanguageServer
import PostbackRuntime
import TestSupport
import Testing

@Suite("Completion, wherever somebody is in the middle of a line")
struct CompletionTests {
    private static let path = "Integrations/a.postback"

    /// A partner file in which `§` is where the cursor is.
    private static func file(_ lines: String, query: String = "id = device.idfa") -> String {
        FolderInMemory.partner(
            """
            field region "Region" : choice(us, eu) = us
            map names { purchase -> "p", else -> skip }
            let id = device.idfa ?? device.gaid
            let own = event.data
            lines common { k = id }
            shared both { let x = "1" }

            postback install {
                GET api
                query {
                    \(query)
                }
            }

            \(lines)
            """, platforms: "ios, android")
    }

    private func labels(_ marked: String, _ folder: FolderInMemory = .project()) -> [String] {
        let parts = marked.components(separatedBy: "§")
        let text = parts.joined()
        folder.texts[Self.path] = text
        let client = TestClient(folder)
        client.open(Self.path)
        let bytes = Array(text.utf8)
        let place = LineTable(bytes).position(of: parts[0].utf8.count, in: bytes, .utf16)
        let answer = client.request(
            "textDocument/completion",
            """
            {"textDocument":{"uri":"\(TestClient.address(Self.path))"},
            "position":{"line":\(place.line),"character":\(place.character)}}
            """)
        return answer["items"]?.elements?.compactMap { $0["label"]?.text } ?? []
    }

    @Test(
        "offers what fits",
        arguments: [
            ("id = device.§", "idfv"), ("id = §", "id"), ("id = \"{device.§\"", "gaid"),
            ("id = \"a{fi§}\"", "field.region"),
            ("id = device.idfa | §", "sha256"), ("id = device.idfa | sub§(1)", "substring"), ("§", "when"),
            ("§ = id", "require"), ("include §", "common"), ("include §", "event.data"), ("when §", "not"),
            ("when device.os == §", "id"), ("id = when { §", "device.os"), ("id = [for i in §", "event.items"),
            ("id = [for i in event.items: i.§", "price"), ("id = id | hmac_sha256(§", "field.region"),
            ("id = event.items[0].§", "id"), ("for i in event.items { k = i.§ }", "quantity"),
            ("for i, n in event.items { \"a{§}\" = 1 }", "n"),
        ])
    func values(_ line: String, _ expected: String) {
        #expect(labels(Self.file("", query: line)).contains(expected))
    }

    @Test(
        "offers the words and names of declarations",
        arguments: [
            ("allow §", "no_standard_event"), ("accepts plaintext §", "user.email"),
            ("accepts plaintext user.§", "email"),
            ("callback cb from click.§", "callback_url"), ("post§", "postback"), ("postback §", "purchase"),
            ("postback purchase on §", "ios"), ("postback purchase {\n    §\n}", "query"),
            ("postback purchase {\n    include §\n}", "both"), ("postback purchase {\n    GET §", "api"),
            ("postback purchase {\n    POST api\n    json { a = [{ §", "require"),
            ("postback purchase {\n    GET api\n    query {\n        a = device.§", "idfa"),
            ("endpoint y \"https://{§}.test\"", "field.region"), ("field x \"X\" : §", "currency"),
            ("field x \"X\" : text per §", "event"), ("field x \"X\" : choice(us, eu) = §", "us"),
            ("delivery { success when §", "status"), ("delivery { rate 10 per §", "minute"),
            ("delivery {\n    §", "timeout"),
            ("example \"e\" {\n    postback §", "install"), ("example \"e\" {\n    given { §", "sample"),
            ("example \"e\" {\n    given { device.§", "idfa"), ("example \"e\" {\n    given { field.§", "region"),
            ("example \"e\" {\n    given { field.region = §", "eu"),
            ("example \"e\" {\n    given { device.os = §", "ios"),
            ("example \"e\" {\n    given { system.§", "now"), ("example \"e\" {\n    without §", "device.idfa"),
            ("example \"e\" {\n    with device.os = §", "android"), ("example \"e\" {\n    skips §", "missing"),
            ("example \"e\" {\n    sends §", "GET"), ("example \"e\" {\n    rows §", "names"),
            ("example \"e\" {\n    rows names { §", "purchase"), ("example \"e\" {\n    answers 200 §", "succeeds"),
            ("example \"e\" {\n    given { event.items = [{ §", "price"),
        ])
    func declarations(_ lines: String, _ expected: String) {
        #expect(labels(Self.file(lines)).contains(expected))
    }

    @Test(
        "offers nothing that cannot stand there",
        arguments: [
            ("postback purchase {\n    include §\n}", "common"), ("delivery { success when §", "device.idfa"),
            ("endpoint y \"https://{§}.test\"", "device.idfa"), ("example \"e\" {\n    given { event.§", "items.id"),
            ("example \"e\" {\n    given { device.os = §", "bare"), ("postback purchase {\n    GET api §\n}", "else"),
            ("callback cb from click.§", "idfa"), ("example \"e\" {\n    postback §", "purchase"), ("// §", "postback"),
            ("documentation \"§\"", "postback"),
        ])
    func impossible(_ lines: String, _ unexpected: String) {
        #expect(!labels(Self.file(lines)).contains(unexpected))
    }

    @Test("replaces a dotted name as a whole where it offers whole names")
    func wholeNames() {
        let text = Self.file("", query: "zz = dev.idfa")
        let folder = FolderInMemory.project()
        folder.texts[Self.path] = text
        let client = TestClient(folder)
        client.open(Self.path)
        let answer = client.at(Self.path, behind: "zz = dev", "completion")
        let range = answer["items"]?.elements?.first { $0["label"]?.text == "device.idfv" }?.value("textEdit", "range")
        let length = zip([range?.value("end", "character")?.integer], [range?.value("start", "character")?.integer])
            .map { ($0 ?? 0) - ($1 ?? 0) }
        #expect(length == [8])
    }

    @Test("ends and answers at every place of every partner file, however the file is cut off there")
    func everywhere() {
        var random = SeededGenerator()
        for source in Repository.partners.shuffled(using: &random).prefix(6) {
            let folder = FolderInMemory.project(source.stem)
            let client = TestClient(folder)
            client.open(source.path, source.text)
            for _ in 0..<25 {
                var cut = Int.random(in: 0...source.bytes.count, using: &random)
                while cut < source.bytes.count, source.bytes[cut] & 0xC0 == 0x80 { cut += 1 }
                let text = String(decoding: source.bytes[..<cut], as: UTF8.self)
                client.replace(source.path, text)
                let bytes = Array(text.utf8)
                let place = LineTable(bytes).position(of: cut, in: bytes, .utf16)
                let answer = client.request(
                    "textDocument/completion",
                    """
                    {"textDocument":{"uri":"\(TestClient.address(source.path))"},
                    "position":{"line":\(place.line),"character":\(place.character)}}
                    """)
                #expect(answer["error"] == nil)
            }
        }
    }
}
