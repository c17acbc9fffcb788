import Foundation
import TestSupport
import Testing

@testable import PostbackRuntime

@Suite("Encoding by position")
struct EncodingTests {
    /// What python3 makes of every byte in a query and path, in a form, and in a JSON string.
    private func reference() throws -> (component: [String], form: [String], json: [String]) {
        let script = """
            import urllib.parse, json
            safe = "-._~"
            for b in range(256):
                raw = bytes([b])
                print(urllib.parse.quote(raw, safe=safe), urllib.parse.quote_plus(raw, safe=safe),
                    json.dumps(chr(b), ensure_ascii=b == 127 or b < 32)[1:-1].encode().hex())
            """
        let lines = try #require(Tool("python3")).run(["-c", script]).output.split(separator: "\n").map { line in
            line.split(separator: " ").map(String.init)
        }
        try #require(lines.count == 256)
        return (lines.map { $0[0] }, lines.map { $0[1] }, lines.map { $0[2] })
    }

    @Test("agrees with python3 for every byte", .enabled(if: Tool("python3") != nil))
    func everyByte() throws {
        let (component, form, json) = try reference()
        for byte in UInt8.min...UInt8.max {
            var buffer: [UInt8] = []
            PercentEncoding.component.append([byte], to: &buffer)
            #expect(String(decoding: buffer, as: UTF8.self) == component[Int(byte)])
            buffer = []
            PercentEncoding.form.append([byte], to: &buffer)
            #expect(String(decoding: buffer, as: UTF8.self) == form[Int(byte)])
            buffer = []
            JSONText.appendEscaped(Array(String(UnicodeScalar(byte)).utf8).span, to: &buffer)
            #expect(Hexadecimal.encode(buffer) == json[Int(byte)], "byte \(byte)")
            #expect(HeaderValue.isSafe([byte]) == (byte == 9 || (byte >= 32 && byte != 127)))
        }
    }

    /// A position: the partner file's blocks, and what the reference says of a value there.
    struct Position: Sendable, CustomTestStringConvertible {
        var name: String
        var blocks: String
        var path = ""
        var method = "GET"
        var expected: @Sendable (_ python: [String], _ form: [String], _ byte: Int) -> String

        var testDescription: String { name }
    }

    static let positions: [Position] = [
        .init(name: "query value", blocks: "query { v = user.id }") { c, _, b in "/i?v=\(utf8(c, b))" },
        .init(name: "matrix value", blocks: "matrix { v = user.id }") { c, _, b in "/i;v=\(utf8(c, b))" },
        .init(name: "path pair", blocks: "path \":\" { v = user.id }") { c, _, b in "/i/v:\(utf8(c, b))" },
        .init(name: "path segment", blocks: "", path: "/{user.id}x") { c, _, b in "/\(utf8(c, b))x" },
        .init(name: "text inside a query value", blocks: "query { v = \"<{user.id}>\" }") { c, _, b in
            "/i?v=%3C\(utf8(c, b))%3E"
        },
        .init(name: "a colon left bare", blocks: "query { v = user.id | unescaped(\":\") }") { c, _, b in
            "/i?v=" + (b == 58 ? ":" : utf8(c, b))
        },
    ]

    /// The encoding of the scalar U+0000 to U+00FF as UTF-8.
    static func utf8(_ table: [String], _ scalar: Int) -> String {
        String(UnicodeScalar(UInt8(scalar))).utf8.map { table[Int($0)] }.joined()
    }

    @Test("lets no value out of its place", .enabled(if: Tool("python3") != nil), arguments: positions)
    func everyScalarInEveryPosition(_ position: Position) throws {
        let (component, form, _) = try reference()
        let path = position.path.isEmpty ? "/i" : position.path
        let source = SmallPartner.source("postback install {\n GET api \"\(path)\"\n \(position.blocks)\n}")
        for byte in 0..<256 {
            let url = SmallPartner.url(source) { $0["user.id"] = .text(String(UnicodeScalar(UInt8(byte)))) }
            #expect(url == "https://api.partner.test" + position.expected(component, form, byte), "scalar \(byte)")
        }
    }

    @Test("of forms, JSON, JSON in a query and headers keeps every scalar")
    func everyScalarInBodies() throws {
        let form = SmallPartner.postback("form { v = user.id }", method: "POST")
        let json = SmallPartner.postback("json { v = user.id }", method: "POST")
        let nested = SmallPartner.postback("query { v = json { w = user.id } }")
        let header = SmallPartner.postback("headers { X-V = user.id }")
        let cookies = SmallPartner.postback("cookies {\nv = user.id\n\"w!\" = user.id\nx = device.idfa\n}")
        for byte in 0..<256 {
            let text = String(UnicodeScalar(UInt8(byte)))
            let fill: (inout PostbackEvent) -> Void = { $0["user.id"] = .text(text) }
            if case .request(let request)? = SmallPartner.render(form, fill) {
                let body = String(decoding: request.body, as: UTF8.self)
                #expect(body.dropFirst(2).replacing("+", with: "%20").removingPercentEncoding == text)
            } else {
                Issue.record("no request for scalar \(byte) in a form")
            }
            if case .request(let request)? = SmallPartner.render(json, fill) {
                let object = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: String]
                #expect(object == ["v": text])
            } else {
                Issue.record("no request for scalar \(byte) in JSON")
            }
            let query = SmallPartner.url(nested, fill)?.split(separator: "?v=").last?.removingPercentEncoding ?? ""
            #expect(try JSONSerialization.jsonObject(with: Data(query.utf8)) as? [String: String] == ["w": text])
            switch SmallPartner.render(header, fill) {
            case .request(let request)?: #expect(request.headers.map(\.value) == [text] && (byte == 9 || byte >= 32))
            case .skipped(let skip)?: #expect(skip == .unsafeValue("X-V") && (byte < 32 || byte == 127))
            case nil: Issue.record("the header partner does not compile")
            }
            if case .request(let request)? = SmallPartner.render(cookies, fill) {
                let header = try #require(request.headers.first)
                let pairs = header.value.components(separatedBy: "; ").map { $0.removingPercentEncoding }
                #expect(header.name == "Cookie" && pairs == ["v=\(text)", "w!=\(text)"])
            } else {
                Issue.record("no request for scalar \(byte) in cookies")
            }
        }
    }

    @Test("gives python3 the cookies that went in", .enabled(if: Tool("python3") != nil))
    func cookiesAreReadBack() throws {
        let source = SmallPartner.postback(
            "cookies {\nv = user.id\nx = device.idfa\nkeep y = device.idfa\nw = app.id\n}")
        let outcome = SmallPartner.render(source) {
            $0["user.id"] = .text("a;b, \"c\"=é\\")
            $0["app.id"] = .text("1")
        }
        guard case .request(let request)? = outcome else {
            Issue.record("no request")
            return
        }
        let script = """
            import sys, urllib.parse, http.cookies
            for name, morsel in http.cookies.SimpleCookie(sys.argv[1]).items():
                print(name, urllib.parse.unquote(morsel.value), sep="|")
            """
        let value = try #require(request.headers.first { $0.name == "Cookie" }?.value)
        let read = try #require(Tool("python3")).run(["-c", script, value]).output
        #expect(read == "v|a;b, \"c\"=é\\\ny|\nw|1\n")
    }

    @Test("refuses a path hole that would be a dot segment", arguments: [".", ".."])
    func dotSegments(_ text: String) {
        let source = SmallPartner.source("postback install {\n GET api \"/a/{user.id}/b\"\n}")
        #expect(SmallPartner.render(source) { $0["user.id"] = .text(text) } == .skipped(.unsafeValue("path")))
        #expect(SmallPartner.url(source) { $0["user.id"] = .text("...") } == "https://api.partner.test/a/.../b")
    }
}
