import Foundation
import TestSupport
import Testing

@Suite("The page of previews", .enabled(if: Tool("curl") != nil))
struct PreviewPageTests {
    /// A page that is served, and what curl gets from it.
    private final class Page {
        let address: String
        let origin: String
        private let process: RunningTool
        private let curl: Tool
        private let folder = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")

        init(_ partners: String...) throws {
            curl = try #require(Tool("curl"))
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            process = try RunningTool(
                Tool(path: CommandTests.command.path), ["preview", "--open"] + partners, errors: .nullDevice)
            address = process.line()
            origin = String(address.prefix { $0 != "?" }.dropLast())
        }

        deinit {
            process.signal(SIGKILL)
            try? FileManager.default.removeItem(at: folder)
        }

        /// The status that somebody gets who was never here.
        static func stranger(_ address: String) throws -> String {
            try #require(Tool("curl")).run(["-s", "-o", "/dev/null", "-w", "%{http_code}", address]).output
        }

        /// The status and the body of an answer.
        func get(_ address: String, _ more: String...) throws -> (status: String, body: String) {
            let cookies = folder.appending(path: "cookies").path
            let output = try curl.run(
                ["-s", "-b", cookies, "-c", cookies, "-w", "\n%{http_code}", address] + more
            ).output
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
            return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
        }
    }

    @Test("lets in whoever has its address, once, and nobody else")
    func access() throws {
        let page = try Page("unity")
        #expect(page.address.hasPrefix("http://127.0.0.1:"))
        #expect(try page.get(page.origin + "/").status == "403")
        #expect(try page.get(page.origin + "/?guess").status == "403")
        #expect(try page.get(page.address).status == "303")
        // Who is in may come back by the address, and nobody else.
        #expect(try page.get(page.address).status == "303")
        #expect(try Page.stranger(page.address) == "403")
        #expect(try page.get(page.origin + "/").body.hasPrefix("<!DOCTYPE html>"))
        #expect(try page.get(page.origin + "/", "-H", "Host: rebound.example").status == "403")
        #expect(try page.get(page.origin + "/requests").status == "405")
        #expect(try page.get(page.origin + "/requests", "-d", "{}").status == "415")
        #expect(try page.get(page.origin + "/", "-H", "Transfer-Encoding: chunked", "-d", "{}").status == "411")
        #expect(try page.get(page.origin + "/", "-H", "Content-Length: 99999999").status == "413")
        #expect(try page.get(page.origin + "/", "-H", "Content-Length: +5").status == "400")
        #expect(try page.get(page.origin + "/../etc/passwd", "--path-as-is").status == "404")
    }

    @Test("renders what it is asked for, and says what is wrong with it")
    func requests() throws {
        let page = try Page("unity")
        _ = try page.get(page.address)
        func ask(_ body: String) throws -> String {
            try page.get(page.origin + "/requests", "-H", "Content-Type: application/json", "-d", body).body
        }
        let event =
            #"{\"event\":{\"kind\":\"install\",\"time\":\"2026-11-23T08:00:00Z\"},\"device\":{\"os\":\"ios\",\"idfa\":\"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707\"}}"#
        let good = try ask(#"{"event":"\#(event)","partners":["unity"],"fields":{"unity":{"game_id":"7654321"}}}"#)
        #expect(
            good.contains(#"{"text":"7654321","source":"field","origin":"field.game_id, percent-encoded, line 33"}"#))
        let bad = try ask(#"{"event":"\#(event)","partners":["unity"],"fields":{"unity":{"game_id":"none"}}}"#)
        #expect(bad.contains("\"skipped\":") && bad.contains("game_id"))
        #expect(try ask(#"{"event":"{","partners":["unity"],"fields":{}}"#).contains("\"problem\":"))
        let secret = try ask(
            #"{"event":"\#(event)","partners":["meta_capi"],"fields":{"meta_capi":{"access_token":"EAAsecret99"}}}"#)
        #expect(secret.contains("meta_capi") && !secret.contains("EAAsecret99"))
        #expect(try ask("no").contains("do not understand each other"))
        #expect(try ask(#"{"event":"\#(event)","partners":["none"]}"#).contains(#""partners":[]"#))
    }

    @Test("of a partner that there is not is a wrong call")
    func unknown() throws {
        let result = try CommandTests.postback(["preview", "--open", "unitx"])
        #expect(result.status == 2 && result.errors.contains("did you mean 'unity'?"))
        let mixed = try CommandTests.postback(["preview", "--open", "unity", "--json"])
        #expect(mixed.status == 2 && mixed.errors.contains("--json does not go with --open"))
        let other = try CommandTests.postback(["generate", "swift", "--output", "/tmp", "--against", "main"])
        #expect(other.status == 2 && other.errors.contains("--against is for pages alone"))
    }
}
