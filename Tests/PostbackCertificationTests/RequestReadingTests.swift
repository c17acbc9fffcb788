import Foundation
@testable import PostbackContract
import TestSupport
import Testing

@Suite("Requests that others wrote")
struct RequestReadingTests {

    /// What a Python program prints for an input.
    private func python(_ program: String, _ input: String) throws -> String {
        try #require(Tool("python3")).run(["-c", program], input: input).output
    }

    @Test("are read from curl commands with the words that a shell makes of them", .enabled(if: Tool("python3") != nil))
    func shellWords() throws {
        var generator = SeededGenerator()
        let characters = Array("ab '\"\\$`#;|&\n\t=%{}é漢")
        var commands: [[String]] = []
        for _ in 0..<200 {
            commands.append(
                (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    String(
                        (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                            characters.randomElement(using: &generator) ?? "a"
                        })
                })
        }
        let json = String(decoding: try JSONEncoder().encode(commands), as: UTF8.self)
        let quoted = try python(
            "import json,shlex,sys\nfor c in json.load(sys.stdin): print(json.dumps(' '.join(shlex.quote(w) for w in ['curl']+c)))",
            json)
        for (command, line) in zip(commands, quoted.split(separator: "\n")) {
            let text = try JSONDecoder().decode(String.self, from: Data(line.utf8))
            var words = ShellWords(text: Array(text.unicodeScalars))
            #expect(words.nextCommand()?.words == ["curl"] + command, "\(text)")
        }
    }

    @Test(
        "are read from curl's options as curl sends them", .enabled(if: Tool("python3") != nil && Tool("curl") != nil))
    func curlOptions() throws {
        let server = try #require(try EchoServer())
        defer { server.end() }
        for arguments in [
            "-d 'a=b&c=d e'", "--data-urlencode 'name=ä & b' --data-urlencode 'x=1'", "-G -d 'q=1' -d 'r=2'",
            "-X PUT -H 'X-One: 1' -H \"Content-Type: application/json\" --data-raw '{\"a\":\"@b\"}'",
            "-u user:pa:ss -A 'Agent/1'",
            "--json '{\"a\":1}'", "-XPOST -H'X-Two:2' -dz=1", "-sSd 'a=b'", "-sX PUT -d x", "--url-query 'q=a b'",
            "-d a=1 --data-raw b=2 --compressed", "-b 'k=v' -e https://from.example/",
        ] {
            let command = "curl -s \(arguments) '\(server.url("/path?first=1"))'"
            let sent = try server.receive(command)
            let entry = try #require(RequestEntry.curl(command).first)
            guard case .request(let read) = entry.content else {
                Issue.record("\(command): \(entry)")
                continue
            }
            #expect(
                read.method == sent.method && read.url.hasSuffix(sent.path), "\(command): \(read) instead of \(sent)")
            // Versions of curl write a blank in either way.
            let body = String(decoding: read.body, as: UTF8.self).replacing("%20", with: "+")
            #expect(body == sent.body.replacing("%20", with: "+"), "\(command)")
            for header in read.headers {
                #expect(sent.headers[header.name.lowercased()] == header.value, "\(command): \(header)")
            }
        }
    }

    @Test(
        "have JSON that is read as Python reads it, and refused where Python refuses it",
        .enabled(if: Tool("python3") != nil))
    func json() throws {
        var generator = SeededGenerator()
        let seeds = [
            "{\"a\":[1,-2.5e3,true,null,\"x\\u00e9\\n\"],\"b\":{}}", "[]", "\"\\ud83d\\ude00\"", "0", "-0.0", "[1,2",
            "{\"a\":1,}", "01",
            "\"\\x\"", "{\"a\" 1}", "nul", "1.", "[1 2]", "\"\\ud800\"", "{\"k\":\"v\"}x",
        ]
        var texts = seeds
        for _ in 0..<400 {
            var bytes = Array((seeds.randomElement(using: &generator) ?? "[]").utf8)
            for _ in 0..<Int.random(in: 1...2, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let byte = Array("{}[],:\"\\0159.eE+-truefalsn ".utf8).randomElement(using: &generator) ?? 0x20
                if Bool.random(using: &generator) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
            }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        let input = String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
        // Python also takes NaN and Infinity, control characters are refused by default, and single surrogates are kept.
        let program = """
            import json,sys
            def bad(x): raise ValueError(x)
            def surrogate(x):
                if isinstance(x, str): x.encode('utf-8')
                if isinstance(x, list): [surrogate(v) for v in x]
                if isinstance(x, dict): [(surrogate(k), surrogate(v)) for k, v in x.items()]
            for t in json.load(sys.stdin):
                try:
                    surrogate(json.loads(t, parse_constant=bad)); print(1)
                except ValueError: print(0)
            """
        let verdicts = try python(program, input).split(separator: "\n")
        #expect(verdicts.count == texts.count)
        for (text, verdict) in zip(texts, verdicts) {
            #expect(((try? JSONReading(text.utf8)) != nil) == (verdict == "1"), "\(text)")
        }
    }

    @Test("never stop the reader, whatever is damaged in them")
    func damage() throws {
        var generator = SeededGenerator()
        let contracts = Repository.contracts.map(\.text)
        let others = [
            "curl -X POST 'https://a.example/?a=%20' -d 'x=1'\n",
            "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"https://a.example/\"}}]}}",
        ]
        for round in 0..<400 {
            var bytes = Array(((round % 2 == 0 ? contracts : others).randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0:
                    bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
                case 1:
                    bytes.insert(
                        contentsOf: Array("{}()\"':...by docs\n\\".utf8).shuffled(using: &generator).prefix(4),
                        at: min(place, bytes.count))
                default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let (contract, diagnostics) = ContractCompiler.compile(.init(path: "x.contract", text: text))
            #expect(contract != nil || !diagnostics.isEmpty)
            _ = RequestEntry.curl(text)
            _ = RequestEntry.archive(bytes)
            if let contract {
                for url in ["https://graph.facebook.com/v25.0/12345/activities", text] {
                    _ = ContractChecker(contract).check(ObservedRequest(method: "POST", url: url, body: bytes))
                }
            }
        }
    }
}

/// A server on loopback that tells what it received.
private final class EchoServer {
    struct Received {
        var method = ""
        var path = ""
        var headers: [String: String] = [:]
        var body = ""
    }

    private let tool: RunningTool
    private let port: String

    init?() throws {
        guard let python = Tool("python3") else { return nil }
        let program = """
            import http.server, json, sys
            class H(http.server.BaseHTTPRequestHandler):
                def any(self):
                    body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
                    text = json.dumps([self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body]).encode()
                    self.send_response(200); self.send_header('Content-Length', str(len(text))); self.end_headers(); self.wfile.write(text)
                do_GET = do_POST = do_PUT = any
                def log_message(self, *a): pass
            s = http.server.HTTPServer(('127.0.0.1', 0), H)
            print(s.server_port, flush=True)
            import threading
            threading.Thread(target=s.serve_forever, daemon=True).start()
            sys.stdin.read()
            """
        tool = try RunningTool(python, ["-c", program])
        port = tool.line().trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    func end() { tool.end() }

    /// Runs a command through a shell and gives what the server received.
    func receive(_ command: String) throws -> Received {
        let output = try Tool(path: "/bin/sh").run(["-c", command]).output
        let parts = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [Any])
        return Received(
            method: parts[0] as? String ?? "", path: parts[1] as? String ?? "",
            headers: parts[2] as? [String: String] ?? [:], body: parts[3] as? String ?? "")
    }
}
