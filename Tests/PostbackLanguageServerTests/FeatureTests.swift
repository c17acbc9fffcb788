@testable import PostbackLanguageServer
import PostbackRuntime
import TestSupport
import Testing

@Suite("The language server")
struct FeatureTests {
    private let unity = "Integrations/unity.postback"

    private func client(_ partners: String = "unity") -> TestClient {
        let client = TestClient(.project(partners))
        client.open("Integrations/\(partners).postback")
        client.drain()
        return client
    }

    private func labels(_ completion: JSONValue) -> [String] {
        completion["items"]?.elements?.compactMap { $0["label"]?.text } ?? []
    }

    private func hover(_ client: TestClient, _ text: String, offset: Int = -1) -> String {
        client.at(unity, behind: text, offset: offset, "hover").value("contents", "value")?.text ?? ""
    }

    // MARK: Hover

    @Test("says what a macro is, and how others write it")
    func hoverOfMacro() {
        let text = hover(client(), "gamerId = device.gamer_id")
        #expect(text.hasPrefix("`device.gamer_id` : `text`"))
        #expect(text.contains("with samples\n- `install`: `6c1f6f1e-6b0e-4e3b-8f0e-2c4a2f4b9d10`"))
        #expect(hover(client(), "device.idfa").contains("class: identifier"))
        #expect(hover(client(), "device.idfa").contains("appsflyer `(idfa)`"))
    }

    @Test("says the type of a let, what a field is for, and what a step takes and gives")
    func hoverOfOthers() {
        let client = client()
        #expect(hover(client, "advertisingTrackingIdMD5 = advertising_id").hasPrefix("`advertising_id` : `text`"))
        #expect(hover(client, "field game_id").contains("the Game ID of the advertised app"))
        #expect(hover(client, "advertising_id | md5").contains("text or bytes → `digest`"))
        #expect(hover(client, "GET installs").contains("https://postback.unityads.unity3d.com"))
        #expect(hover(client, "postback session").contains("The app was opened"))
        #expect(hover(client, "event.name | event_names").contains("map event_names {"))
        #expect(hover(client, "androidId = device.android_id | lowercase | md5").contains("left out, no value"))
    }

    @Test("says what a code means where it is allowed")
    func hoverOfCode() {
        let folder = FolderInMemory.project("unity")
        let text = folder.texts[unity]?.replacing(
            "        gamerId = ", with: "        allow identical_requests \"r\" until 2027-01-01\n        gamerId = ")
        folder.texts[unity] = text
        let client = TestClient(folder)
        client.open(unity)
        #expect(hover(client, "allow identical_requests").contains("identical_requests"))
        #expect(hover(client, "allow identical_requests").contains("wrong:\n```postback"))
    }

    @Test("shows plain text to a client that shows no Markdown")
    func plainHover() {
        let client = TestClient(.project("unity"), capabilities: "{}")
        client.open(unity)
        let answer = client.at(unity, behind: "device.idfa", offset: -1, "hover")
        #expect(answer.value("contents", "kind")?.text == "plaintext")
        #expect(answer.value("contents", "value")?.text?.contains("`") == false)
    }

    // MARK: Completion

    /// What can be written, once some text stands in the place of another.
    private func complete(_ old: String, _ new: String) throws -> JSONValue {
        let client = client()
        let whole = try #require(client.folder.texts[unity])
        try #require(whole.contains(old))
        let text = whole.replacing(old, with: new, maxReplacements: 1)
        client.replace(unity, text)
        return client.at(unity, behind: new, "completion", in: text)
    }

    @Test("completes macros of the platforms alone, fields, lets, events, endpoints, types and keys")
    func completion() throws {
        let macros = labels(try complete("gamerId = device.gamer_id", "gamerId = device."))
        #expect(macros.contains("idfa") && macros.contains("gaid") && !macros.contains("device.idfa"))
        let values = labels(try complete("gamerId = device.gamer_id", "gamerId = "))
        #expect(values.contains("advertising_id") && values.contains("field.game_id") && values.contains("click.id"))
        #expect(!values.contains { $0.hasPrefix("event.items.") })
        #expect(labels(try complete("{field.game_id}", "{field.")) == ["game_id"])
        #expect(labels(try complete("{field.game_id}/install", "{f")).contains("field.game_id"))
        #expect(labels(try complete("GET installs", "GET ")).prefix(2) == ["events", "installs"])
        #expect(labels(try complete("postback session, event", "postback session, ")).contains("purchase"))
        #expect(labels(try complete(": digits(5...12)", ": ")).contains("currency"))
        let keys = labels(try complete("        gamerId = device.gamer_id", "        "))
        #expect(keys.contains("advertisingTrackingId") && keys.contains("require") && keys.contains("include"))
        #expect(labels(try complete("delivery {\n    timeout 10s", "delivery {\n    ")).contains("concurrency"))
        #expect(labels(try complete("category ad_network", "category ")).contains("analytics") == false)
        #expect(labels(try complete("given { sample ios }", "given { device.os = ")).contains("android"))
    }

    @Test("completes steps that take what is piped in, and none that does not")
    func steps() throws {
        let steps = labels(try complete("install.time | unix ??", "install.time | "))
        #expect(steps.contains("unix_ms") && steps.contains("iso8601") && !steps.contains("sha256"))
        let texts = labels(try complete("else -> event.name | event_names", "else -> event.name | "))
        #expect(texts.contains("event_names") && texts.contains("sha256") && !texts.contains("unix_ms"))
        let item = try complete("device.idfa | uppercase, else", "device.idfa | ")["items"]?.elements?
            .first { $0["label"]?.text == "substring" }
        #expect(item?.value("textEdit", "newText")?.text == "substring(${1:from})")
        #expect(item?.value("documentation", "value")?.text?.contains("for example") == true)
    }

    @Test("offers macros of one platform alone where the postback is for that platform")
    func platforms() throws {
        let text = FolderInMemory.partner(
            """
            postback install on android {
                GET api
                query { id = device. }
            }
            """, platforms: "ios, android")
        let folder = FolderInMemory.project()
        folder.texts["Integrations/a.postback"] = text
        let client = TestClient(folder)
        client.open("Integrations/a.postback")
        let found = labels(client.at("Integrations/a.postback", behind: "id = device.", "completion"))
        #expect(found.contains("gaid") && !found.contains("idfa"))
    }

    @Test("completes properties of the items that a variable stands for")
    func items() throws {
        let text = FolderInMemory.partner(
            """
            postback event {
                POST api
                json { ids = [for product in event.items: product.] }
            }
            """)
        let folder = FolderInMemory.project()
        folder.texts["Integrations/a.postback"] = text
        let client = TestClient(folder)
        client.open("Integrations/a.postback")
        let found = labels(client.at("Integrations/a.postback", behind: ": product.", "completion"))
        #expect(found.contains("price") && found.contains("quantity") && !found.contains("event.name"))
    }

    @Test("completes nothing in comments and in texts")
    func texts() throws {
        #expect(labels(try complete("// The case of an identifier", "// The ca")).isEmpty)
        #expect(labels(try complete("\"Unity Ads\"", "\"Uni")).isEmpty)
    }

    // MARK: Names

    @Test("finds the declaration and the uses of a name, over all files")
    func navigation() {
        let client = client()
        let declared = client.at(unity, behind: "device.idfa", offset: -1, "definition").elements ?? []
        #expect(declared.map { $0["uri"]?.text } == ["file:///p/Schemas/macros.schema"])
        let local = client.at(unity, behind: "custom_event = when { name", offset: -1, "definition").elements ?? []
        #expect(local.count == 1)
        let uses = client.at(
            unity, behind: "advertisingTrackingIdMD5 = advertising_id", offset: -1, "references",
            #""context":{"includeDeclaration":true}"#)
        #expect(uses.elements?.count == 3)
        let events = client.at(unity, behind: "postback purchase", offset: -1, "definition").elements ?? []
        #expect(events.first?["uri"]?.text == "file:///p/Schemas/events.schema")
    }

    @Test("renames a field, a let and a macro everywhere, and says why it does not")
    func rename() throws {
        let client = client()
        func rename(_ text: String, _ name: String) -> JSONValue {
            client.at(unity, behind: text, offset: -1, "rename", #""newName":"\#(name)""#)
        }
        let field = rename("field game_id", "game").value("changes", TestClient.address(unity))?.elements
        #expect(field?.count == 3)
        #expect(field?.allSatisfy { $0["newText"]?.text == "game" } == true)
        #expect(rename("event = name", "event_name")["error"] == nil)
        let macro = rename("device.idfa", "device.apple_id")
        #expect(macro["changes"]?[TestClient.address("Schemas/macros.schema")] != nil)
        #expect(macro["changes"]?[TestClient.address(unity)] != nil)
        let why = { (value: JSONValue) in value.value("error", "message")?.text ?? "" }
        #expect(why(rename("device.idfa", "device.idfv")).contains("Schemas/"))
        #expect(why(rename("event = name", "attributed")).contains("has an error"))
        #expect(why(rename("field game_id", "not a name")).contains("is no name"))
        #expect(why(rename("advertising_id | md5", "sha1")).contains("word of the language"))
        #expect(why(rename("partner unity", "other")).contains("what accounts configure"))
        #expect(
            client.at(unity, behind: "field game_id", offset: -1, "prepareRename")["placeholder"]?.text == "game_id")
    }

    @Test("renames lets of postbacks together where they include lines that name them")
    func sharedNames() throws {
        let text = FolderInMemory.partner(
            """
            lines common {
                kind = word
            }
            postback install {
                let word = "i"
                GET api
                query { include common }
            }
            postback session {
                let word = "s"
                GET api
                query { include common }
            }
            postback event {
                let other = "e"
                GET api
                query { kind = other }
            }
            """)
        let path = "Integrations/a.postback"
        let folder = FolderInMemory.project()
        folder.texts[path] = text
        let client = TestClient(folder)
        client.open(path)
        let shared = client.at(path, behind: "let word", offset: -1, "rename", #""newName":"term""#)
        #expect(shared.value("changes", TestClient.address(path))?.elements?.count == 3)
        let own = client.at(path, behind: "let other", offset: -1, "rename", #""newName":"term""#)
        #expect(own.value("changes", TestClient.address(path))?.elements?.count == 2)
    }

    @Test("renames a property of items in loops, in shared lines and in examples, and nothing of the partner's")
    func properties() throws {
        let text = FolderInMemory.partner(
            """
            let status = device.ip
            let all = event.items
            let own = event.data
            lines product { id = item.id }
            postback event {
                POST api
                json {
                    ip = status
                    ids = [for one in all: one.id]
                    first = event.items[0].id
                    items = [for item in event.items: { include product }]
                    data = { include own }
                }
            }
            delivery { success when status == 200 }
            example "e" {
                postback purchase
                given { event.items = [{ id = "a" }] }
                skips missing event.items
            }
            """)
        let path = "Integrations/a.postback"
        let folder = FolderInMemory.project()
        folder.texts[path] = text
        let client = TestClient(folder)
        client.open(path)
        func edits(_ behind: String, _ name: String) -> [JSONValue]? {
            client.at(path, behind: behind, offset: -1, "rename", #""newName":"\#(name)""#)
                .value("changes", TestClient.address(path))?.elements
        }
        #expect(edits("one.id", "sku")?.count == 4)
        #expect(edits("let status", "state")?.count == 2)
        #expect(edits("let own", "mine")?.count == 2)
        let hover = client.at(path, behind: "lines product { id = item", offset: -1, "hover")
        #expect(hover.value("contents", "value")?.text?.contains("lines product") != true)
    }

    @Test("has a name for every entry of an outline")
    func outline() {
        let client = TestClient(.project())
        client.open("Integrations/a.postback", "example \"\" {}\npostback \"\" {}\n")
        let names =
            client.about("Integrations/a.postback", "documentSymbol").elements?.compactMap { $0["name"]?.text } ?? []
        #expect(names.count == 2 && names.allSatisfy { !$0.isEmpty })
    }

    // MARK: Structure

    @Test("outlines a file, folds its blocks and knows what each piece is")
    func structure() throws {
        let client = client()
        let symbols = client.about(unity, "documentSymbol").elements ?? []
        #expect(symbols.first?["name"]?.text == "unity")
        #expect(symbols.contains { $0["name"]?.text == "session, event" && $0["children"]?.elements?.isEmpty == false })
        let folds = client.about(unity, "foldingRange").elements ?? []
        #expect(folds.count > 20)
        let tokens = client.about(unity, "semanticTokens/full")["data"]?.elements ?? []
        #expect(tokens.count > 2_000 && tokens.count % 5 == 0)
        let part =
            client.about(
                unity, "semanticTokens/range",
                #""range":{"start":{"line":1,"character":0},"end":{"line":2,"character":0}}"#)["data"]?.elements ?? []
        let kinds = stride(from: 3, to: part.count, by: 5).compactMap { part[$0].integer }
        #expect(kinds.map { ServerAbilities.tokenTypes[$0] } == ["keyword", "namespace", "string"])
        let found = client.request("workspace/symbol", #"{"query":"evnm"}"#).elements ?? []
        #expect(found.contains { $0["name"]?.text == "event_names" })
    }

    @Test("formats a file, and of a range only the lines in it")
    func formatting() throws {
        let client = client()
        let whole = try #require(client.folder.texts[unity])
        let bad = whole.replacing("    gamerId = device", with: "  gamerId  =  device").replacing(
            "    ts = ", with: "ts =   ")
        client.replace(unity, bad)
        let all = client.about(unity, "formatting", #""options":{"tabSize":4}"#).elements ?? []
        #expect(all.count == 2)
        let line = bad.prefix(upTo: bad.range(of: "ts =   ")!.lowerBound).count { $0 == "\n" }
        let one = client.about(
            unity, "rangeFormatting",
            #""range":{"start":{"line":\#(line),"character":0},"end":{"line":\#(line),"character":3}}"#)
        #expect(one.elements?.count == 1)
        #expect(one.elements?.first.flatMap { $0.value("range", "start", "line")?.integer } == line)
    }

    @Test("shows behind a line what it becomes, and above an example whether it passes")
    func hints() throws {
        let client = client()
        let range = #""range":{"start":{"line":0,"character":0},"end":{"line":400,"character":0}}"#
        let hints = client.about(unity, "inlayHint", range).elements ?? []
        #expect(hints.contains { $0["label"]?.text == "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707" })
        let lenses = client.about(unity, "codeLens").elements ?? []
        let titles = lenses.compactMap { $0.value("command", "title")?.text }
        #expect(titles.filter { $0 == "passes" }.count == 15)
        #expect(titles.contains("preview install") && titles.contains("preview event"))
        let preview = client.request(
            "workspace/executeCommand",
            #"{"command":"postback.preview","arguments":["\#(TestClient.address(unity))","install"]}"#)
        #expect(preview.text?.hasPrefix("GET https://postback.unityads.unity3d.com/games/1234567/install?") == true)
        let whole = try #require(client.folder.texts[unity])
        client.replace(unity, whole.replacing("ts = event.time | unix\n", with: "ts = event.time | unix_ms\n"))
        let after = client.about(unity, "codeLens").elements ?? []
        #expect(after.contains { $0.value("command", "title")?.text == "fails" })
        let run = client.request(
            "workspace/executeCommand",
            #"{"command":"postback.runExample","arguments":["\#(TestClient.address(unity))","a session"]}"#)
        #expect(run.text?.contains("ts=1795420800000") == true)
    }

    @Test("knows the arguments of a transform")
    func signature() throws {
        let client = client()
        let help = client.at(unity, behind: "attribution.is_this_partner | flag(\"1\", ", "signatureHelp")
        #expect(help["signatures"]?.elements?.first?["label"]?.text == "flag(true, false)")
        #expect(help["activeParameter"]?.integer == 1)
        #expect(client.at(unity, behind: "gamerId = ", "signatureHelp").text == nil)
    }

    @Test("offers the fixes of findings, an allowance for a warning, and all safe edits at once")
    func actions() throws {
        let client = client()
        let whole = try #require(client.folder.texts[unity])
        client.replace(
            unity,
            whole.replacing("device.gamer_id\n        rawAndroidId", with: "device.gamer_ix\n        rawAndroidId"))
        client.drain()
        let line = whole.prefix(upTo: whole.range(of: "gamerId = ")!.lowerBound).count { $0 == "\n" }
        let range =
            #""range":{"start":{"line":\#(line),"character":0},"end":{"line":\#(line),"character":90}},"context":{}"#
        let fixes = client.about(unity, "codeAction", range).elements ?? []
        #expect(fixes.contains { $0["title"]?.text?.contains("device.gamer_id") == true })
        client.replace(unity, whole + "\nlet unused_name = device.idfa\n")
        client.drain()
        let last = whole.count { $0 == "\n" } + 1
        let end =
            #""range":{"start":{"line":\#(last),"character":0},"end":{"line":\#(last),"character":9}},"context":{}"#
        let allowed = client.about(unity, "codeAction", end).elements ?? []
        #expect(allowed.contains { $0["title"]?.text?.hasPrefix("allow unused") == true })
    }
}
