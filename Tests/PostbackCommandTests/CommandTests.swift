import Foundation
import TestSupport
import Testing

@Suite("Command")
struct CommandTests {
    /// The built command, beside the tests.
    private func postback(_ arguments: String..., input: String = "") throws -> Tool.Result {
        try Self.postback(arguments, input: input)
    }

    private func postback(_ arguments: [String], input: String = "") throws -> Tool.Result {
        try Self.postback(arguments, input: input)
    }

    static func postback(_ arguments: [String], input: String = "") throws -> Tool.Result {
        try Tool(path: command.path).run(arguments, input: input)
    }

    static var command: URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.appending(path: "postback").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder.appending(path: "postback")
    }

    private static let account = "Tests/Fixtures/account.json"
    private static let now = "2026-11-23T08:00:01Z"

    @Test("check finds nothing in the project, and test passes")
    func projectIsClean() throws {
        let check = try postback("check")
        #expect(check.status == 0 && check.errors.isEmpty && check.output.hasSuffix(": 0 errors, 0 warnings\n"))
        let test = try postback("test")
        #expect(test.status == 0 && test.output.hasSuffix(" partners: 0 failed\n"))
    }

    @Test("render gives the same lines for the same events, one for each partner")
    func render() throws {
        let result = try postback(
            "render", "--configuration", Self.account, "--events", "Tests/Fixtures/events.jsonl", "--now", Self.now,
            "--seed", "1")
        #expect(result.status == 0 && result.errors.isEmpty)
        let expected = try Golden.expected("Tests/Goldens/render.jsonl", actual: result.output)
        #expect(result.output == expected)
        #expect(result.output.split(separator: "\n").count == 30)
    }

    @Test("render reports a bad line by its number and goes on")
    func badLines() throws {
        let good = try Repository.text("Tests/Fixtures/events.jsonl").split(separator: "\n")[0]
        let input =
            "{\"event\":\n\(good)\n\n{\"app\":{\"id\":\"acme-ios\"}}\n[1]\n{\"event\":{\"kind\":\"instal\"}}\n\(good)"
        let result = try postback("render", "--configuration", Self.account, "--now", Self.now, input: input)
        #expect(result.status == 1)
        #expect(result.output.split(separator: "\n").count == 20)
        #expect(
            result.errors == """
                events:1: error: the JSON text ends too early (byte 10)
                events:4: error: the event has no kind (event.kind)
                events:5: error: an event is a JSON object, not an array
                events:6: error: event.kind must be one of install, reinstall, reengagement, session, event, ad_revenue, uninstall; the value is left out
                events:6: error: the event has no kind (event.kind)

                """)
    }

    @Test("thousands of damaged event lines never stop render")
    func damagedEvents() throws {
        var random = SeededGenerator()
        let lines = try Repository.text("Tests/Fixtures/events.jsonl").split(separator: "\n").map { Array($0.utf8) }
        var input: [UInt8] = []
        for _ in 0..<3_000 {
            var bytes = lines[Int.random(in: 0..<lines.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = .random(in: 32...126, using: &random)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 30))
                }
            }
            input += bytes + [10]
        }
        let result = try postback(
            "render", "--configuration", Self.account, "--now", Self.now, input: String(decoding: input, as: UTF8.self))
        #expect(result.status == 1)
        #expect(!result.output.isEmpty)
        for line in result.output.split(separator: "\n") {
            #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil)
        }
        for line in result.errors.split(separator: "\n") { #expect(line.hasPrefix("events:")) }
    }

    @Test(
        "a wrong call says so, with what was probably meant, and exits with 2",
        arguments: [
            (["chek"], "there is no verb 'chek'; did you mean 'check'?"),
            (["check", "--fromat", "json"], "did you mean '--format'?"),
            (["check", "--format", "jsn"], "did you mean 'json'?"),
            (["explain", "unknown_macr"], "did you mean 'unknown_macro'?"),
            (["render"], "--configuration FILE is missing"), (["preview", "unty"], "did you mean 'unity'?"),
            (["check", "nothere.postback"], "there is no file or partner 'nothere.postback'"),
            (["generate", "swft", "--output", "x"], "did you mean 'swift'?"),
            (["preview", "unity", "--set", "device.idfa=x"], "device.idfa must be a UUID"),
        ])
    func wrongCalls(_ arguments: [String], _ message: String) throws {
        let result = try postback(arguments)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test("every verb has help with an example, and the overview fits one screen")
    func help() throws {
        let overview = try postback("--help")
        #expect(
            overview.status == 0 && overview.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 24
        )
        for verb in [
            "new", "check", "format", "test", "certify", "breaking", "upgrade", "verify", "select", "preview",
            "generate",
            "render", "deliver", "status", "replay", "discard", "explain", "macros", "transforms",
        ] {
            let page = try postback(verb, "--help")
            #expect(page.status == 0 && page.output.contains("example:\n  postback \(verb)"), "\(verb)")
            #expect([" ", ","].contains { overview.output.contains(" \(verb)\($0)") }, "\(verb)")
        }
    }

    @Test("an empty project and a project without schemas are errors, not successes")
    func emptyProjects() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-empty-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "Integrations"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let none = try postback("check", "--project", folder.path)
        #expect(none.status == 3 && none.errors.contains("Schemas"))
        let schemas = try postback(
            "check", "--project", folder.path, "--schemas", Repository.root.appending(path: "Schemas").path)
        #expect(schemas.status == 3 && schemas.errors.contains("no partner file"))
        let nowhere = try postback("check", "--project", folder.path + "/none", "--schemas", "Schemas")
        #expect(nowhere.status == 3 && nowhere.errors.contains("there is no folder"))
    }

    @Test("generate writes only what changed, and --check tells what is stale")
    func generate() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-generate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try postback("generate", "swift", "--output", folder.path).status == 0)
        #expect(try postback("generate", "swift", "--output", folder.path, "--check").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == Repository.partners.count + 2)
        let old = Date(timeIntervalSince1970: 1_000_000)
        for name in names {
            try FileManager.default.setAttributes(
                [.modificationDate: old], ofItemAtPath: folder.appending(path: name).path)
        }
        try "stale".write(to: folder.appending(path: "unity.postback.swift"), atomically: true, encoding: .utf8)
        let check = try postback("generate", "swift", "--output", folder.path, "--check")
        #expect(check.status == 1 && check.output == "\(folder.path)/unity.postback.swift is not current\n")
        #expect(try postback("generate", "swift", "--output", folder.path).status == 0)
        let written = try names.filter { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
            return attributes[.modificationDate] as? Date != old
        }
        #expect(written == ["unity.postback.swift"])
    }

    @Test("check --fix makes the edits that need no second look, and leaves the others to a person")
    func fix() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-fix-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "Integrations"), withIntermediateDirectories: true)
        let wrong = try Repository.text("Integrations/taboola.postback")
            .replacing("revision 1", with: "revison 1").replacing("timeout 10s", with: "timeot 10s")
            .replacing("name = field.event_name", with: "   \"na\u{200B}me\"   = field.event_name")
            .replacing("orderid = order.id", with: "orderid = order.idd")
        let file = folder.appending(path: "Integrations/taboola.postback")
        try wrong.write(to: file, atomically: true, encoding: .utf8)
        let schemas = Repository.root.appending(path: "Schemas").path
        let result = try postback("check", "--fix", "--project", folder.path, "--schemas", schemas, "--format", "line")
        #expect(result.status == 1)
        #expect(
            result.errors == """
                Integrations/taboola.postback: 4 edits made
                Integrations/taboola.postback:40:23: error: there is no macro 'order.idd'; did you mean 'order.id'?; 'postback macros WORD' searches the catalogue [unknown_macro]

                """)
        let fixed = try String(contentsOf: file, encoding: .utf8)
        #expect(
            fixed.contains("revision 1") && fixed.contains("timeout 10s")
                && fixed.contains("\n            name = field.event_name ?? "))
    }

    @Test("format writes the one form, --check only says what is not in it, and a mistake changes nothing")
    func format() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-format-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["Integrations", "Schemas"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        let canonical = try Repository.text("Integrations/taboola.postback")
        let file = folder.appending(path: "Integrations/taboola.postback")
        let other = canonical.replacing("    GET", with: "\tGET").replacing("\n\n", with: "\n\n\n")
        try other.write(to: file, atomically: true, encoding: .utf8)
        let check = try postback("format", "--check", "--project", folder.path)
        #expect(check.status == 1 && check.output == "Integrations/taboola.postback is not formatted\n")
        #expect(try String(contentsOf: file, encoding: .utf8) == other)
        #expect(try postback("format", "--project", folder.path).status == 0)
        #expect(try String(contentsOf: file, encoding: .utf8) == canonical)
        #expect(try postback("format", "--check", "--project", folder.path).status == 0)
        let wrong = canonical.replacing("partner taboola", with: "partner")
        try wrong.write(to: file, atomically: true, encoding: .utf8)
        let refused = try postback("format", "--project", folder.path)
        #expect(refused.status == 1 && refused.errors.contains("unexpected_token"))
        #expect(try String(contentsOf: file, encoding: .utf8) == wrong)
    }

    @Test("check --privacy says what leaves, and what is sent when it is withheld; explain fits a terminal")
    func handbook() throws {
        let privacy = try postback("check", "criteo", "--privacy")
        #expect(privacy.status == 0)
        #expect(privacy.output.contains("hashed   user.email") && privacy.output.contains("withheld not sent: needs"))
        let explained = try postback("explain", "path_may_be_absent")
        #expect(explained.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(try postback("explain").output.split(separator: "\n").count > 140)
    }

    @Test(
        "preview shows the request, and secrets only where they are asked for", .enabled(if: Tool("python3") != nil))
    func preview() throws {
        let shown = try postback("preview", "google_app_conversion", "install", "--trace")
        #expect(
            shown.status == 0 && shown.output.contains("dev_token=••••&") && !shown.output.contains("dev-t0k3n-0001"))
        #expect(shown.output.contains("query gclid, Integrations/google_app_conversion.postback:"))
        let absent = try postback(
            "preview", "unity", "install", "--set", "device.idfa=", "--set", "device.gamer_id=", "--set", "device.idfv="
        )
        #expect(absent.output.contains("not sent: missing_value"))
        let example = try postback("preview", "snap", "purchase", "--platform", "android", "--example")
        #expect(
            example.status == 0 && example.output.hasPrefix("example \"purchase\" {\n    postback purchase\n")
                && example.output.contains("given { sample android }"))
        let secret = try postback("preview", "ga4", "install", "--example", "--field", "api_secret=real-secret-1")
        #expect(secret.status == 2 && secret.errors.contains("'api_secret'") && secret.output.isEmpty)
        let basket = try postback(
            "preview", "amplitude", "purchase", "--set", #"event.items=[{"id":"b-7","price":1.5}]"#)
        #expect(basket.status == 0 && basket.output.contains(#""products":[{"id":"b-7","price":1.5}]"#))
        for wrong in ["5", #"[{"id":]"#, #"[{"price":"much"}]"#] {
            let refused = try postback("preview", "amplitude", "purchase", "--set", "event.items=\(wrong)")
            #expect(refused.status == 2 && refused.errors.contains("event.items must be a list in JSON"), "\(wrong)")
        }
        let misspelt = try postback("preview", "snap", "purchse")
        #expect(misspelt.status == 2 && misspelt.errors.contains("did you mean 'purchase'?"))
        let others = try postback("preview", "--field", "game_id=1234567", "--set", "device.os=ios")
        #expect(others.status == 1 && others.output.contains("Unity Ads · install"))
        #expect(others.errors.contains("meta: there is no field 'game_id'"))
        let place = try DeliveryPlace()
        for form in [[], ["--json"], ["--curl"], ["--trace"]] {
            let secret = "s3cr3t \"x\"/é"
            let request = ["preview", "ga4", "install", "--field", "api_secret=\(secret)"] + form
            let masked = try postback(request)
            #expect(masked.status == 0 && masked.output.contains("api_secret=••••"), "\(form) \(masked.errors)")
            #expect(!masked.output.contains("s3cr3t"), "\(form)")
            #expect(try postback(request + ["--secrets"]).output.contains("api_secret=s3cr3t%20"), "\(form)")
            // A short one does not take half of the preview with it.
            let short = try postback(
                [
                    "preview", "local_ads", "install", "--field", "token=s", "--project", place.folder.path,
                    "--schemas",
                    Repository.root.appending(path: "Schemas").path,
                ] + form)
            #expect(short.output.contains("token=••••") && short.output.contains("/status/200"), "\(form)")
            #expect(!short.output.contains("token=s") && !short.output.contains("Bearer s"), "\(form)")
        }
        // A user and a password in Base64, the secret at each of the three places in a group.
        for site in ["site-123", "site-1234", "site-12345"] {
            for form in [[], ["--json"], ["--curl"], ["--trace"]] {
                let request = [
                    "preview", "customerio", "purchase", "--field", "site_id=\(site)", "--field",
                    "api_key=real-secret-0123",
                ]
                let shown = try postback(request + form + ["--secrets"]).output
                let coded = Data("\(site):real-secret-0123".utf8).base64EncodedString()
                #expect(shown.contains(coded), "\(form) \(shown)")
                let masked = try postback(request + form).output
                #expect(masked.contains("Basic ••••") && !masked.contains(coded), "\(form) \(masked)")
            }
        }
        let curl = try postback("preview", "ga4", "install", "--curl")
        #expect(
            curl.output.hasPrefix(
                "curl -X POST 'https://www.google-analytics.com/mp/collect?firebase_app_id=1:1234567890:ios:"))
    }
}
