import Foundation
import TestSupport
import Testing

@Suite("The command delivers", .enabled(if: Tool("python3") != nil))
struct DeliverTests {
    /// A project with a partner on loopback, an account, and a journal.
    private final class Place {
        let folder: URL
        let server: FaultPartnerServer

        static let secret = "s3cr3t-t0k3n"

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")
            try FileManager.default.createDirectory(
                at: folder.appending(path: "Integrations"), withIntermediateDirectories: true)
            server = try FaultPartnerServer(log: folder.appending(path: "log").path)
            let partner = """
                partner local_ads "Local Ads"
                revision 1
                category test
                platforms ios, android
                documentation "https://partner.test/docs"
                field code "Status" : digits sample "200"
                field token "Token" : secret text sample "t-1"
                endpoint api "http://127.0.0.1:\(server.port)" insecure
                postback install {
                    POST api "/status/{field.code}"
                    query { insecure token = field.token }
                    headers { Authorization = "Bearer {field.token}" }
                    json {
                        require id = event.id
                        email = user.email | trim | lowercase | sha256
                    }
                }
                """
            try partner.write(
                to: folder.appending(path: "Integrations/local_ads.postback"), atomically: true, encoding: .utf8)
            let apps = ["200", "410", "503"].map { code in
                """
                {"id":"a\(code)","platform":"ios","bundle_id":"com.acme.a\(code)","partners":[{"partner":"local_ads",
                "fields":{"code":"\(code)","token":"\(Self.secret)"},"postbacks":{"install":{"retries":0}}}]}
                """
            }
            try "{\"account\":\"acme\",\"apps\":[\(apps.joined(separator: ","))]}".write(
                to: folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        var journal: String { folder.appending(path: "journal").path }

        func text(_ name: String) -> String {
            (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
        }

        func deliver(_ events: [(id: String, app: String)], open: Bool = true) throws -> Tool.Result {
            let lines = events.map {
                "{\"event\":{\"kind\":\"install\",\"id\":\"\($0.id)\"},\"app\":{\"id\":\"\($0.app)\"},\"user\":{\"email\":\"jane@example.test\"}}\n"
            }
            return try CommandTests.postback(
                arguments + (open ? ["--allow-private-addresses"] : []), input: lines.joined())
        }

        var arguments: [String] {
            [
                "deliver", "--project", folder.path, "--schemas", Repository.root.appending(path: "Schemas").path,
                "--configuration", folder.appending(path: "account.json").path, "--journal", journal, "--metrics",
                folder.appending(path: "metrics").path,
            ]
        }
    }

    @Test("what it acknowledges, reports what is dead, and sends that again when asked to")
    func life() throws {
        let place = try Place()
        let result = try place.deliver([("e1", "a200"), ("e2", "a410"), ("e3", "a503"), ("e1", "a200"), ("e4", "none")])
        #expect(result.status == 0)
        #expect(
            result.output == """
                {"line":1,"event_id":"e1","accepted":1,"duplicates":0,"skipped":[]}
                {"line":2,"event_id":"e2","accepted":1,"duplicates":0,"skipped":[]}
                {"line":3,"event_id":"e3","accepted":1,"duplicates":0,"skipped":[]}
                {"line":4,"event_id":"e1","accepted":0,"duplicates":1,"skipped":[]}
                {"line":5,"event_id":"e4","accepted":0,"duplicates":0,"skipped":[{"code":"not_configured"}]}

                """)
        #expect(
            result.errors.contains(": http_410, attempts: 1\n") && result.errors.contains(": http_503, attempts: 1\n"))
        let status = try CommandTests.postback(["status", "--journal", place.journal])
        #expect(
            status.output == "2 events wait or were put aside\nlocal_ads: 0 waiting, 2 dead, 0 parked\n")
        let replay = try CommandTests.postback(["replay", "--journal", place.journal, "--reason", "http_410"])
        #expect(replay.status == 0 && replay.output.hasSuffix(" a410/local_ads/install dead http_410 1\n"))
        #expect(try CommandTests.postback(["status", "--journal", place.journal]).output.contains("1 waiting"))
        #expect(try place.deliver([]).status == 0)
        let log = place.text("log").split(separator: "\n")
        #expect(log.count == 4 && log.count { $0.contains("/status/410") } == 2)
        let dead = try CommandTests.postback(["status", "--journal", place.journal, "--dead"]).output
        #expect(dead.split(separator: "\n").count == 2)
        #expect(try CommandTests.postback(["replay", "--journal", place.journal, "--partner", "meta"]).status == 1)
    }

    @Test("what comes through a pipe, line by line, and reads its configuration anew when it is told to")
    func pipe() throws {
        let place = try Place()
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = CommandTests.command
        process.arguments = place.arguments + ["--allow-private-addresses"]
        process.currentDirectoryURL = Repository.root
        process.standardInput = input
        process.standardOutput = output
        let errors = place.folder.appending(path: "errors")
        try Data().write(to: errors)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        defer { process.terminate() }
        func send(_ id: String) throws -> String {
            try input.fileHandleForWriting.write(
                contentsOf: Data("{\"event\":{\"kind\":\"install\",\"id\":\"\(id)\"},\"app\":{\"id\":\"a200\"}}\n".utf8)
            )
            // The acknowledgement comes while the pipe is open.
            var line = Data()
            while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 0x0A, !byte.isEmpty {
                line += byte
            }
            return String(decoding: line, as: UTF8.self)
        }
        #expect(try send("e1") == "{\"line\":1,\"event_id\":\"e1\",\"accepted\":1,\"duplicates\":0,\"skipped\":[]}")
        let account = place.text("account.json").replacing("\"code\":\"200\"", with: "\"code\":\"204\"")
        try account.write(to: place.folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
        kill(process.processIdentifier, SIGHUP)
        while !place.text("errors").contains("the configuration was read anew") { sched_yield() }
        #expect(try send("e2").hasSuffix("\"accepted\":1,\"duplicates\":0,\"skipped\":[]}"))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let log = place.text("log").split(separator: "\n")
        #expect(log.count == 2 && log[0].contains("/status/200") && log[1].contains("/status/204"))
    }

    @Test("never showing a credential or a person anywhere but to the partner")
    func redaction() throws {
        let place = try Place()
        let result = try place.deliver([("e1", "a200"), ("e2", "a410")])
        #expect(place.text("log").contains("token=\(Place.secret)"))
        let status = try CommandTests.postback(["status", "--journal", place.journal, "--dead"])
        let metrics = place.text("metrics")
        #expect(metrics.contains("postback_delivered_total{partner=\"local_ads\"} 1\n"))
        #expect(metrics.contains("postback_dead_total{reason=\"http_410\"} 1\n"))
        let digest = "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d"
        for text in [result.output, result.errors, status.output, metrics] {
            for word in [Place.secret, "jane", digest, "?token", "127.0.0.1/"] { #expect(!text.contains(word)) }
        }
    }

    @Test("to no private address unless that is allowed, and says so")
    func privateAddress() throws {
        let place = try Place()
        let result = try place.deliver([("e1", "a200")], open: false)
        #expect(result.errors.contains(": forbidden_address, attempts: 1\n") && place.text("log").isEmpty)
    }

    @Test("nothing without a journal, and from no journal that is damaged or not there")
    func refusals() throws {
        let place = try Place()
        let missing = try CommandTests.postback(["deliver", "--configuration", "x.json"])
        #expect(missing.status == 2 && missing.errors.contains("--journal DIR is missing"))
        let none = try CommandTests.postback(["status", "--journal", place.journal])
        #expect(none.status == 3 && none.errors.contains("is no journal"))
        #expect(try CommandTests.postback(["replay", "--journal", place.journal]).status == 2)
        _ = try place.deliver([("e1", "a410")])
        let file = URL(filePath: place.journal).appending(path: "00000001.journal")
        var bytes = try Data(contentsOf: file)
        bytes[20] ^= 1
        try bytes.write(to: file)
        let damaged = try place.deliver([("e2", "a200")])
        #expect(damaged.status == 3 && damaged.errors.contains("'00000001.journal' at byte 0"))
    }
}
