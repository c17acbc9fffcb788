import TestSupport
import Testing

@testable import NATSClient

@Suite("What a server says")
struct ParserTests {
    private static func words(_ text: String) throws -> [ServerWord] { try words(Array(text.utf8), pieces: [1 << 20]) }

    private static func words(_ bytes: [UInt8], pieces: [Int]) throws -> [ServerWord] {
        var parser = ServerWordParser()
        var words: [ServerWord] = []
        var rest = bytes[...]
        var turn = 0
        while !rest.isEmpty {
            let count = max(1, pieces[turn % pieces.count])
            parser.add(rest.prefix(count))
            rest = rest.dropFirst(count)
            turn += 1
            while let word = try parser.next() { words.append(word) }
        }
        return words
    }

    /// As they were captured from a server: two blanks where there is no subject for an answer.
    private static let session = """
        INFO {"server_id":"N","version":"2.9.10","max_payload":1048576} \r
        PONG\r
        MSG _INBOX.b2b3.3 1  24\r
        {"stream":"PB", "seq":1}\r
        HMSG pb.p1.i7 1 $JS.ACK.PB.W.1.1.1.1795419782313987229.0 35 44\r
        NATS/1.0\r
        Nats-Msg-Id: evt-1:i7\r
        \r
        {"e":"1"}\r
        HMSG _INBOX.b2b3.9 1  28 28\r
        NATS/1.0 404 No Messages\r
        \r
        \r
        +OK\r
        -ERR 'Slow Consumer'\r
        msg a 7 0\r
        \r
        ping\r

        """

    @Test("is read as it was meant, in whatever pieces it comes")
    func pieces() throws {
        let bytes = Array(Self.session.utf8)
        let whole = try Self.words(bytes, pieces: [1 << 20])
        #expect(whole.count == 9)
        guard case .message(1, let first) = whole[2], case .message(1, let second) = whole[3],
            case .message(1, let status) = whole[4], case .message(7, let empty) = whole[7]
        else {
            Issue.record("\(whole)")
            return
        }
        #expect(first.reply == nil && first.payload == Array("{\"stream\":\"PB\", \"seq\":1}".utf8))
        #expect(second.headers["Nats-Msg-Id"] == "evt-1:i7" && second.payload == Array("{\"e\":\"1\"}".utf8))
        let pulled = try #require(PulledMessage(second))
        #expect(pulled.number == 1 && pulled.deliveries == 1 && pulled.pending == 0)
        #expect(pulled.stored == 1_795_419_782_313_987_229)
        #expect(status.headers.status == 404 && status.headers.words == "No Messages" && status.payload.isEmpty)
        #expect(whole[5] == .ok && whole[6] == .error("Slow Consumer") && whole[8] == .ping)
        #expect(empty == NATSMessage(subject: "a"))
        for size in 1...40 { #expect(try Self.words(bytes, pieces: [size]) == whole, "pieces of \(size)") }
    }

    @Test(
        "is refused where it is nothing that a server says",
        arguments: [
            "HTTP/1.1 200 OK\r\n", "\r\n", "MSG a 1\r\n", "MSG a 1 x\r\n", "MSG a 1 -1\r\n", "MSG a 1 r s 5\r\n",
            "MSG a 99999999999999999999 5\r\n", "HMSG a 1 9 5\r\n", "MSG a 1 999999999\r\n", "MSG a 1 2\r\nabcd\r\n",

            String(repeating: "x", count: ServerWordParser.longestLine + 2),
        ])
    func refused(_ text: String) {
        #expect(throws: ServerWordParser.Problem.self) { _ = try Self.words(text) }
    }

    @Test("never ends a process, however it is damaged")
    func damage() {
        var random = SeededGenerator()
        let bytes = Array(Self.session.utf8)
        for _ in 0..<20_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged.remove(at: place)
                case 1: damaged[place] = .random(in: 0...255, using: &random)
                case 2: damaged.insert(Array("0123456789 \r\n".utf8).randomElement(using: &random) ?? 0, at: place)
                default: damaged.removeLast(Int.random(in: 0..<min(40, damaged.count), using: &random))
                }
                if damaged.isEmpty { damaged = bytes }
            }
            let sizes = (0..<3).map { _ in Int.random(in: 1...80, using: &random) }
            let whole = try? Self.words(damaged, pieces: [1 << 20])
            #expect(whole == (try? Self.words(damaged, pieces: sizes)))
        }
    }

    @Test("headers are written so that they are read as they were, and none ends another's line")
    func headers() throws {
        var headers: NATSHeaders = ["Nats-Msg-Id": "a:b c", "X": ""]
        headers.add("Bad\r\nPUB x 0", "y")
        headers.add("Y", "1\r\nZ: 2")
        headers.add("A:B", "2")
        #expect(headers.fields.map(\.name) == ["Nats-Msg-Id", "X"])
        let read = NATSHeaders(reading: headers.bytes[...])
        #expect(read == headers)
        #expect(NATSHeaders().bytes.isEmpty)
    }

    @Test("an answer to a publication says where the message is, or why it is not kept")
    func publications() throws {
        func read(_ text: String) throws -> JetStream.Publication { try JetStream.publication(Array(text.utf8)) }
        #expect(try read("{\"stream\":\"PB\", \"seq\":17}").seq == 17)
        let again = try read("{\"stream\":\"PB\", \"seq\": 3,\"duplicate\": true}")
        #expect(again.seq == 3 && again.duplicate == true)
        #expect(throws: NATSProblem.jetStream(.init(code: 400, number: 10_071, words: "wrong last sequence: 1"))) {
            _ = try read(
                "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 1\"},"
                    + "\"stream\":\"PB\",\"seq\":0}")
        }
        for wrong in ["", "{}", "{\"seq\":-1}", "{\"seq\":99999999999999999999}", "+OK"] {
            #expect(throws: NATSProblem.self, "\(wrong)") { _ = try read(wrong) }
        }
    }

    @Test("headers that are none, and a status that a publisher made up, are no harm")
    func hostileHeaders() throws {
        let words = try Self.words(
            "HMSG a 1 $JS.ACK.S.C.1.2.3.4.5 17 18\r\nNATS/1.0\r\nfoo\r\n\r\nx\r\n"
                + "HMSG a 1 $JS.ACK.S.C.1.2.3.4.5 19 19\r\nNATS/1.0 404 hi\r\n\r\n\r\n"
                + "HMSG a 1 4 4\r\nabcd\r\nHMSG i 1 28 28\r\nNATS/1.0 404 No Messages\r\n\r\n\r\n")
        let messages = words.compactMap { if case .message(_, let message) = $0 { message } else { nil } }
        #expect(messages.map(\.pullStatus) == [nil, nil, nil, 404] && messages[0].payload == [UInt8(ascii: "x")])
        #expect(messages.prefix(2).allSatisfy { PulledMessage($0) != nil })
    }

    @Test("addresses are read, and told what is wrong with them")
    func addresses() throws {
        let (servers, name) = try NATSServers.parse("nats://me:p%40ss@a.example,b.example:4333,[::1]:4444/shop")
        #expect(servers.addresses.map(\.description) == ["a.example:4222", "b.example:4333", "[::1]:4444"])
        #expect(servers.credentials == .user("me", password: "p@ss") && name == "shop" && !servers.usesTLS)
        #expect(try NATSServers.parse("tls://secret@h").servers.credentials == .token("secret"))
        #expect(try NATSServers.parse("tls://h").servers.usesTLS)
        for wrong in [
            "http://h", "nats://", "nats://h:0", "nats://h:x", "nats://a,,b", "nats://:@h", "nats://u:@h",
            "nats://h:70000", "nats://[::1]x",
        ] {
            #expect(throws: NATSProblem.self, "\(wrong)") { _ = try NATSServers.parse(wrong) }
        }
    }
}
