import Foundation
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("Transport", .enabled(if: CurlTransport() != nil && Tool("python3") != nil))
struct TransportTests {
    private static func request(_ url: String, _ body: String? = nil) -> OutgoingRequest {
        var request = OutgoingRequest(
            method: body == nil ? .get : .post, url: Array(url.utf8).span, body: Array((body ?? "").utf8))
        guard body != nil else { return request }
        for (name, value) in [
            ("Content-Type", "application/json"), ("X-Empty", "x y"), ("X-Campaign", ""), ("X-Blank", " "),
        ] {
            request.add(header: name, Array(value.utf8).span)
        }
        return request
    }

    /// Sends requests, and gives back their outcomes in their order.
    private static func send(
        _ requests: [OutgoingRequest], isOpen: Bool = true, timeout: Int = 4
    ) throws -> [AttemptOutcome] {
        let transport = try #require(CurlTransport(isOpen: isOpen))
        for (id, request) in requests.enumerated() { transport.start(request, id: id, timeoutSeconds: timeout) }
        var outcomes: [Int: AttemptOutcome] = [:]
        while outcomes.count < requests.count {
            for (id, outcome) in transport.go(milliseconds: 200) {
                #expect(outcomes.updateValue(outcome, forKey: id) == nil, "two outcomes of one request")
            }
        }
        return requests.indices.compactMap { outcomes[$0] }
    }

    @Test("keeps the headers of an answer where they are looked at, those of the last answer alone")
    func headers() throws {
        let server = try FaultPartnerServer()
        let requests = ["/status/503", "/continue"].flatMap { path -> [OutgoingRequest] in
            var request = Self.request(server.url(path))
            request.readsHeaders = true
            return [Self.request(server.url(path)), request]
        }
        let headers = try Self.send(requests).map { outcome -> [String] in
            guard case .response(_, _, let headers, _, _) = outcome else { return ["no answer"] }
            return headers.map { "\($0.name): \($0.value)" }
        }
        #expect(headers[0] == [] && headers[2] == [])
        #expect(headers[1].contains("Retry-After: 7") && headers[1].allSatisfy { $0.contains(": ") })
        #expect(!headers[3].isEmpty && !headers[3].contains { $0.hasPrefix("HTTP/") })
    }

    @Test("tells what a partner did, each by its name and within the deadline")
    func faults() throws {
        let server = try FaultPartnerServer()
        let paths = [
            "/ok", "/status/503", "/redirect", "/continue", "/big", "/hang", "/drip", "/reset", "/close", "/garbage",
            "/cut", "/head",
        ]
        let outcomes = try Self.send(paths.map { Self.request(server.url($0)) })
        let told = Dictionary(zip(paths, outcomes)) { first, _ in first }
        #expect(told["/ok"] == .response(status: 200, retryAfter: nil, body: Array("{\"code\":0}".utf8)))
        #expect(told["/status/503"] == .response(status: 503, retryAfter: "7", body: Array("no".utf8)))
        #expect(told["/redirect"] == .response(status: 302, retryAfter: nil, body: []))
        #expect(told["/continue"] == .response(status: 200, retryAfter: nil, body: Array("{}".utf8)))
        #expect(
            told["/big"]
                == .response(
                    status: 200, retryAfter: nil, body: Array(repeating: UInt8(ascii: "b"), count: 16_384), isCut: true)
        )
        for path in ["/hang", "/drip"] { #expect(told[path] == .failure(.timeout), "\(path)") }
        for path in ["/reset", "/close"] { #expect(told[path] == .failure(.reset), "\(path)") }
        for path in ["/cut", "/head"] { #expect(told[path] == .failure(.malformed), "\(path)") }
        guard case .failure(let garbage)? = told["/garbage"] else {
            Issue.record("garbage is no answer: \(String(describing: told["/garbage"]))")
            return
        }
        #expect(garbage.mayHaveArrived)
    }

    @Test("sends exactly what it is given")
    func exact() throws {
        let server = try FaultPartnerServer()
        let request = Self.request(
            server.url("/echo") + "?a=%2F..%2F&b=c+d&e=é".replacing("é", with: "%C3%A9"), "{\"a\":\"ü\"}")
        guard case .response(200, _, _, let body, _)? = try Self.send([request]).first else {
            Issue.record("no answer")
            return
        }
        let text = String(decoding: body, as: UTF8.self)
        #expect(
            text.hasPrefix("POST /echo?a=%2F..%2F&b=c+d&e=%C3%A9 HTTP/1.1\r\n")
                && text.hasSuffix("\r\n\r\n{\"a\":\"ü\"}"))
        #expect(text.contains("\r\nContent-Type: application/json\r\nX-Empty: x y\r\nX-Campaign:\r\nX-Blank:\r\n"))
        #expect(!text.contains("Expect") && !text.contains("Accept-Encoding"))
    }

    @Test("says how long each body is, whatever its size and method, and never sends it in chunks")
    func lengths() throws {
        let server = try FaultPartnerServer()
        let sizes = [0, 1, 70_000, 2_000_000]
        let requests = sizes.flatMap { size in
            [RequestMethod.post, .put].map { method in
                OutgoingRequest(
                    method: method, url: Array(server.url("/echo").utf8).span,
                    body: [UInt8](repeating: UInt8(ascii: "b"), count: size))
            }
        }
        for (request, outcome) in zip(requests, try Self.send(requests, timeout: 30)) {
            guard case .response(200, _, _, let body, _) = outcome else {
                Issue.record("no answer to \(request.method) of \(request.body.count) bytes: \(outcome)")
                continue
            }
            let head = String(decoding: body, as: UTF8.self).components(separatedBy: "\r\n\r\n")[0].lowercased()
            #expect(head.contains("\r\ncontent-length: \(request.body.count)"), "\(head)")
            #expect(!head.contains("transfer-encoding") && !head.contains("expect"), "\(head)")
        }
    }

    @Test("reads as much of an answer as is asked for, and says whether there is more")
    func long() throws {
        let server = try FaultPartnerServer()
        var request = Self.request(server.url("/long"))
        for (limit, isCut) in [(OutgoingRequest.longAnswer, false), (OutgoingRequest.shortAnswer, true)] {
            request.answerLimit = limit
            guard case .response(200, _, _, let body, isCut)? = try Self.send([request]).first else {
                Issue.record("no answer, or one of another length")
                return
            }
            #expect(body.count == min(limit, 100_011))
        }
        let policy = PartnerPolicy(
            DeliveryPolicy(successConditions: [.equals(.member([.key("code")]), .number(ExactDecimal(0)))]))
        request.answerLimit = OutgoingRequest.longAnswer
        let outcome = try #require(try Self.send([request]).first)
        #expect(policy.verdict(outcome, now: Timestamp(seconds: 0)) == .delivered)
    }

    @Test("refuses private addresses where they are connected to, and plain http that is not meant")
    func forbidden() throws {
        let server = try FaultPartnerServer()
        var plain = Self.request(server.url("/ok"))
        plain.isInsecure = false
        let urls = [
            server.url("/ok"), "http://localhost:\(server.port)/ok", "http://[::1]:\(server.port)/ok",
            "http://[::ffff:127.0.0.1]:\(server.port)/ok", "http://0x7f.1:\(server.port)/ok",
            "http://2130706433:\(server.port)/ok", "http://017700000001:\(server.port)/ok",
        ]
        let outcomes = try Self.send(
            urls.map { Self.request($0) } + [plain, Self.request("file:///etc/passwd")], isOpen: false)
        for (url, outcome) in zip(urls + ["plain", "file"], outcomes) {
            #expect(outcome == .failure(.forbiddenAddress), "\(url)")
        }
        #expect(try Self.send([Self.request("http://127.0.0.1:1/")]) == [.failure(.connect)])
        // Without a network it may take as long as it likes to learn that there is no such name.
        guard case .failure(let failure)? = try Self.send([Self.request("http://no.such.host.invalid/")]).first else {
            Issue.record("a host that does not exist answered")
            return
        }
        #expect(failure == .resolve || failure == .timeoutBeforeSending)
    }

    @Test("survives a storm of resets, and uses connections again")
    func storm() throws {
        let server = try FaultPartnerServer()
        let transport = try #require(CurlTransport(isOpen: true))
        func round(_ path: String, _ count: Int, _ expected: AttemptOutcome?) {
            for id in 0..<count { transport.start(Self.request(server.url(path)), id: id, timeoutSeconds: 5) }
            var ended = 0
            while ended < count {
                for (_, outcome) in transport.go(milliseconds: 200) {
                    ended += 1
                    #expect(expected == nil || outcome == expected)
                }
            }
        }
        for _ in 0..<20 { round("/reset", 32, .failure(.reset)) }
        let before = transport.reused
        for _ in 0..<20 { round("/ok", 16, nil) }
        #expect(transport.reused - before >= 19 * 16)
    }

    @Test("tells what is the partner's fault from what is a lack on this side")
    func faultsOfThisSide() {
        func failure(_ code: Int, wasSent: Bool = false, wasShort: Bool = false) -> AttemptFailure {
            CurlTransport.failure(code: code, wasSent: wasSent, wasForbidden: false, wasShort: wasShort)
        }
        #expect(failure(7, wasShort: true) == .shortage && failure(7) == .connect)
        // Certificates that cannot be read for lack of a descriptor, and one of the partner's that is wrong.
        #expect(failure(77) == .shortage && failure(60) == .tls)
        #expect(
            failure(27) == .shortage && failure(28) == .timeoutBeforeSending && failure(28, wasSent: true) == .timeout)
    }

    @Test("knows which addresses are public")
    func addresses() {
        func bytes(_ text: String) -> [UInt8] {
            var address = in6_addr()
            if unsafe inet_pton(AF_INET6, text, &address) == 1 {
                return unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
            }
            var short = in_addr()
            guard unsafe inet_pton(AF_INET, text, &short) == 1 else { return [] }
            return unsafe withUnsafeBytes(of: &short) { unsafe Array($0) }
        }
        let forbidden = [
            "0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
            "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
            "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::127.0.0.1", "64:ff9b::7f00:1",
            "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::", "2002:c0a8:101::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1",
            "ff02::1",
        ]
        for text in forbidden { #expect(!AddressRules.isPublic(bytes(text)), "\(text)") }
        let allowed = [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.1.1",
            "128.0.0.1",
            "169.253.1.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.1.1", "198.17.0.1", "198.20.0.1",
            "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "64:ff9b::808:808", "::ffff:8.8.8.8",
            "2002:808:808::1", "2400:cb00::1",
        ]
        for text in allowed { #expect(AddressRules.isPublic(bytes(text)), "\(text)") }
        #expect(!AddressRules.isPublic([]) && !AddressRules.isPublic([8, 8, 8]))
    }
}
