import Foundation
import Synchronization
import TestSupport
import Testing

@testable import NATSClient

@Suite("A connection to NATS", .enabled(if: NATSServer.program != nil, Comment(rawValue: NATSServer.reason)))
struct ConnectionTests {
    private static func servers(_ servers: NATSServer...) -> NATSServers {
        NATSServers(servers.map { .init(host: "127.0.0.1", port: $0.port) })
    }

    /// Counts the connections that are made, and tells of the second.
    private final class Connections: Sendable {
        let count = Mutex(0)
        let second = Waiter<Bool>()

        var callbacks: NATSConnection.Callbacks {
            var callbacks = NATSConnection.Callbacks()
            callbacks.connected = {
                let count = self.count.withLock { count in
                    count += 1
                    return count
                }
                if count == 2 { self.second.fill(true) }
            }
            return callbacks
        }
    }

    private static func connection(
        _ servers: NATSServers, callbacks: NATSConnection.Callbacks = .init()
    ) throws -> NATSConnection {
        var patience = NATSConnection.Patience()
        patience.pinging = 0.3
        let connection = NATSConnection(servers, version: "1", patience: patience, callbacks: callbacks)
        try connection.connect(seconds: 10)
        return connection
    }

    @Test("asks and is answered, by one who listens and by nobody")
    func answers() throws {
        let server = try NATSServer(jetStream: false)
        let (asking, answering) = (try Self.connection(Self.servers(server)), try Self.connection(Self.servers(server)))
        defer { for connection in [asking, answering] { connection.close() } }
        answering.subscribe("echo.*", queue: "q") { message in
            try? answering.publish(message.reply ?? "", headers: message.headers, payload: message.payload.reversed())
        }
        // What was subscribed is known once the server has answered something asked after it.
        _ = try? answering.request("nobody.there")
        let answer = try asking.request("echo.a", headers: ["A": "b"], payload: [1, 2, 3])
        #expect(answer.payload == [3, 2, 1] && answer.headers["A"] == "b")
        #expect(throws: NATSProblem.noResponders(subject: "nobody.there")) { _ = try asking.request("nobody.there") }
        #expect(throws: NATSProblem.timeout(subject: "silent")) {
            answering.subscribe("silent") { _ in }
            _ = try? answering.request("nobody.there")
            _ = try asking.request("silent", seconds: 0.1)
        }
        #expect(throws: NATSProblem.tooLarge(bytes: (1 << 20) + 1, most: 1 << 20)) {
            try asking.publish("echo.a", payload: [UInt8](repeating: 0, count: (1 << 20) + 1))
        }
    }

    @Test("is made anew when its server ends, and what was subscribed goes on")
    func reconnecting() throws {
        let first = try NATSServer(jetStream: false)
        let second = try NATSServer(jetStream: false)
        let states = Waiter<NATSProblem>()
        let connections = Connections()
        var callbacks = connections.callbacks
        callbacks.disconnected = { states.fill($0) }
        let connection = try Self.connection(Self.servers(first, second), callbacks: callbacks)
        defer { connection.close() }
        let got = Waiter<[UInt8]>()
        connection.subscribe("news") { got.fill($0.payload) }
        let question = Waiter<NATSConnection.Answer>()
        connection.subscribe("silent") { _ in }
        _ = try? connection.request("nobody.there")
        connection.ask("silent", seconds: 60) { question.fill($0) }
        let isFirst = connection.server?.address == "127.0.0.1:\(first.port)"
        (isFirst ? first : second).end(SIGKILL)
        _ = states.wait()
        // What was asked of the one that ended has no answer.
        #expect(question.wait() == .failure(.disconnected))
        _ = connections.second.wait()
        #expect(connection.server?.address == "127.0.0.1:\(isFirst ? second.port : first.port)")
        try connection.publish("news", payload: [7])
        #expect(got.wait() == [7])
    }

    /// What a server of a cluster says that is cut off from the others, beside nothing at all.
    @Test(
        "leaves a server that is there and answers no question, for another one",
        arguments: [
            nil, "{\"error\":{\"code\":503,\"err_code\":10008,\"description\":\"temporarily unavailable\"}}",
        ] as [String?])
    func cutOff(_ excuse: String?) throws {
        let (deaf, other) = (try NATSServer(jetStream: false), try NATSServer(jetStream: false))
        // What is known of a stream is told by whoever led it last.
        let answering = try Self.connection(Self.servers(deaf))
        defer { answering.close() }
        for (subject, answer) in [("ask.me", excuse), ("$JS.API.STREAM.INFO.A", "{}")] {
            guard let answer else { continue }
            answering.subscribe(subject) { try? answering.publish($0.reply ?? "", payload: Array(answer.utf8)) }
        }
        _ = try? answering.request("nobody.there")
        var patience = NATSConnection.Patience()
        patience.failing = 0.2
        let connections = Connections()
        let callbacks = connections.callbacks
        // Only the one that answers nothing can be reached at first.
        other.end(SIGTERM)
        let connection = NATSConnection(
            Self.servers(deaf, other), version: "1", patience: patience, callbacks: callbacks)
        try connection.connect(seconds: 10)
        defer { connection.close() }
        try other.start()
        let address = Mutex("")
        let asking = Thread {
            while !connection.locked({ connection.isClosed }), address.withLock({ $0.isEmpty }) {
                _ = try? connection.request("ask.me", seconds: 0.05)
                _ = try? connection.request("$JS.API.STREAM.INFO.A", seconds: 0.05)
            }
        }
        asking.start()
        _ = connections.second.wait()
        address.withLock { $0 = connection.server?.address ?? "none" }
        #expect(address.withLock { $0 } == "127.0.0.1:\(other.port)")
    }

    @Test("leaves a server that stops answering, and one that says that it is about to end")
    func silence() throws {
        for isLame in [false, true] {
            let servers = [
                try NATSServer("lame_duck_duration: 30s\nlame_duck_grace_period: 1s", jetStream: false),
                try NATSServer(jetStream: false),
            ]
            let connections = Connections()
            let callbacks = connections.callbacks
            let list = NATSServers([.init(host: "127.0.0.1", port: servers[0].port)])
            var both = list
            both.addresses.append(.init(host: "127.0.0.1", port: servers[1].port))
            var connection = try Self.connection(both, callbacks: callbacks)
            while connection.server?.address != "127.0.0.1:\(servers[0].port)" {
                connection.close()
                connections.count.withLock { $0 = 0 }
                connection = try Self.connection(both, callbacks: callbacks)
            }
            // SIGUSR2 is how a server is told to end as a lame duck.
            servers[0].signal(isLame ? SIGUSR2 : SIGSTOP)
            _ = connections.second.wait()
            #expect(connection.server?.address == "127.0.0.1:\(servers[1].port)")
            connection.close()
            if !isLame { servers[0].signal(SIGCONT) }
        }
    }

    @Test("says who it is, and is told why it is not let in")
    func credentials() throws {
        let token = try NATSServer("authorization { token: secret }", jetStream: false)
        var servers = Self.servers(token)
        #expect(throws: NATSProblem.refused(server: "127.0.0.1:\(token.port)", reason: "Authorization Violation")) {
            _ = try Self.connection(servers)
        }
        servers.credentials = .token("secret")
        try Self.connection(servers).close()
        let user = try NATSServer(
            "authorization { users: [{ user: me, password: \"p w\", permissions: { publish: { deny: forbidden } } }] }",
            jetStream: false)
        servers = Self.servers(user)
        servers.credentials = .user("me", password: "p w")
        let complaint = Waiter<String>()
        var callbacks = NATSConnection.Callbacks()
        callbacks.complained = { complaint.fill($0) }
        let connection = try Self.connection(servers, callbacks: callbacks)
        try connection.publish("forbidden")
        #expect(complaint.wait().hasPrefix("Permissions Violation"))
        #expect(connection.isConnected)
        connection.close()
        let nobody = NATSServers([.init(host: "127.0.0.1", port: try NATSServer.freePort())])
        #expect(throws: NATSProblem.self) { _ = try Self.connection(nobody) }
    }
}
