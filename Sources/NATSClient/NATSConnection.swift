import Foundation

/// A connection to a cluster of servers, which is made anew whenever it ends.
///
/// Everything that is asked of a server while the connection ends fails with `disconnected`; whoever asked asks again. No
/// call waits but `connect` and `request`. Closures are called on the connection's own thread, one after the other, and
/// must not wait.
package final class NATSConnection: @unchecked Sendable {
    /// What came of a question.
    package typealias Answer = Result<NATSMessage, NATSProblem>

    /// How patient a connection is.
    package struct Patience: Sendable {
        /// Milliseconds for connecting, TLS and the first words.
        package var connecting: Int32 = 5_000
        /// Seconds between two questions whether the server is there; two without an answer end the connection.
        package var pinging = 3.0
        /// Seconds without an answer to any question after which another server is tried, where there is one.
        package var failing = 10.0
        /// The longest pause between two rounds over the servers, in seconds.
        package var pausing = 2.0

        /// Creates what suits a server that is near.
        package init() {}
    }

    /// What a connection tells; called on its thread.
    package struct Callbacks: Sendable {
        /// A connection has been made, also for the first time.
        package var connected: @Sendable () -> Void = {}
        /// A connection has ended, and why.
        package var disconnected: @Sendable (NATSProblem) -> Void = { _ in }
        /// A server complains of something that does not end the connection.
        package var complained: @Sendable (String) -> Void = { _ in }

        /// Creates callbacks that tell nobody anything.
        package init() {}
    }

    let servers: NATSServers
    let patience: Patience
    let callbacks: Callbacks
    let version: String
    /// The subject of answers, without the part that names the question.
    let inbox = "_INBOX." + NATSConnection.name() + "."
    /// Guards all below, and is signalled when it changes.
    let condition = NSCondition()
    var socket: ServerSocket?
    var info: ServerInfo?
    var current: NATSServers.Address?
    var outgoing: [UInt8] = []
    var questions: [UInt64: Question] = [:]
    var subscriptions: [UInt64: Subscription] = [:]
    /// Names questions and subscriptions; 1 is the subscription of all answers.
    var nextNumber: UInt64 = 2
    var isClosed = false
    var hasBegun = false
    /// Why the last attempt to connect failed, once every server has been tried.
    var lastProblem: NATSProblem?
    /// Since when no question has been answered; nil while they are. Belongs to the connection's thread.
    var failingSince: ContinuousClock.Instant?
    /// How many questions have not been answered since then.
    var silences = 0
    /// Servers that have been named by others.
    var discovered: [NATSServers.Address] = []

    /// The most bytes that wait to be written.
    static let mostOutgoing = 32 << 20

    struct Question {
        var subject: String
        var deadline: ContinuousClock.Instant
        var answer: @Sendable (Answer) -> Void
    }

    struct Subscription {
        var subject: String
        var queue: String?
        var handler: @Sendable (NATSMessage) -> Void
    }

    /// Prepares a connection; nothing happens before `connect`.
    ///
    /// - Parameter version: the client's version, which servers list.
    package init(
        _ servers: NATSServers, version: String, patience: Patience = .init(), callbacks: Callbacks = .init()
    ) {
        self.servers = servers
        self.version = version
        self.patience = patience
        self.callbacks = callbacks
    }

    private static func name() -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<22).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }

    /// Connects, and from then on again whenever the connection ends. Throws when no server can be reached, or takes the
    /// client, within so many seconds; nothing goes on then.
    package func connect(seconds: Double) throws(NATSProblem) {
        condition.lock()
        let isFirst = !hasBegun
        hasBegun = true
        condition.unlock()
        if isFirst { Thread { self.run() }.start() }
        let end = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        while socket == nil, !isClosed, condition.wait(until: end) {}
        let (isConnected, problem) = (socket != nil, lastProblem)
        condition.unlock()
        guard !isConnected else { return }
        close()
        throw problem ?? .unreachable(server: servers.addresses.first?.description ?? "", reason: "no answer in time")
    }

    /// Ends the connection for good, once what waits has been written or a second has passed.
    package func close() {
        let end = Date(timeIntervalSinceNow: 1)
        condition.lock()
        while socket != nil, !outgoing.isEmpty, condition.wait(until: end) {}
        isClosed = true
        socket?.wake()
        condition.broadcast()
        condition.unlock()
    }

    /// Whether there is a connection now.
    package var isConnected: Bool { locked { socket != nil } }

    /// The server that the connection is to now, and its version.
    package var server: (address: String, version: String)? {
        locked { current.map { ($0.description, info?.version ?? "") } }
    }

    /// The server's version as numbers; nil while there is no connection.
    package var serverVersion: (Int, Int, Int)? { locked { info?.numbers } }

    /// Publishes a message. What has been written need not have arrived.
    package func publish(
        _ subject: String, reply: String? = nil, headers: NATSHeaders = .init(), payload: some Collection<UInt8> = []
    ) throws(NATSProblem) {
        let line = Self.publication(subject, reply, headers, payload)
        condition.lock()
        defer { condition.unlock() }
        try write(line, payload.count + headers.bytes.count)
    }

    /// Asks something; the closure is called once, with the answer or with why there is none.
    ///
    /// - Parameter seconds: until there is none.
    package func ask(
        _ subject: String, headers: NATSHeaders = .init(), payload: some Collection<UInt8> = [], seconds: Double = 5,
        _ answer: @escaping @Sendable (Answer) -> Void
    ) {
        condition.lock()
        let number = nextNumber
        nextNumber += 1
        let line = Self.publication(subject, inbox + String(number), headers, payload)
        do throws(NATSProblem) {
            try write(line, payload.count + headers.bytes.count)
            questions[number] = Question(subject: subject, deadline: .now + .seconds(seconds), answer: answer)
            condition.unlock()
        } catch {
            condition.unlock()
            answer(.failure(error))
        }
    }

    /// Asks something and waits for the answer; not for the connection's own thread.
    package func request(
        _ subject: String, headers: NATSHeaders = .init(), payload: some Collection<UInt8> = [], seconds: Double = 5
    ) throws(NATSProblem) -> NATSMessage {
        let slot = Waiter<Answer>()
        ask(subject, headers: headers, payload: payload, seconds: seconds) { slot.fill($0) }
        return try slot.wait().get()
    }

    /// A subject that nobody else has, to which others can be told to answer more than once.
    package func uniqueSubject() -> String {
        locked {
            nextNumber += 1
            return inbox + "s." + String(nextNumber)
        }
    }

    /// Has a closure called with every message of a subject, over connections that end and begin.
    ///
    /// - Parameter queue: of all that subscribe with the same one, a message goes to one.
    /// - Returns: what `unsubscribe` takes.
    @discardableResult
    package func subscribe(
        _ subject: String, queue: String? = nil, _ handler: @escaping @Sendable (NATSMessage) -> Void
    ) -> UInt64 {
        locked {
            let number = nextNumber
            nextNumber += 1
            subscriptions[number] = Subscription(subject: subject, queue: queue, handler: handler)
            try? write(Self.subscription(subject, queue, number), 0)
            return number
        }
    }

    /// Ends a subscription.
    package func unsubscribe(_ number: UInt64) {
        locked {
            guard subscriptions.removeValue(forKey: number) != nil else { return }
            try? write(Array("UNSUB \(number)\r\n".utf8), 0)
        }
    }

    func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    /// Adds to what is written next; the condition is locked.
    private func write(_ line: [UInt8], _ size: Int) throws(NATSProblem) {
        guard let socket, let info else { throw .disconnected }
        let most = info.max_payload ?? 1 << 20
        guard size <= most else { throw .tooLarge(bytes: size, most: most) }
        guard outgoing.count + line.count <= Self.mostOutgoing else { throw .congested }
        if outgoing.isEmpty { socket.wake() }
        outgoing += line
    }

    static func publication(
        _ subject: String, _ reply: String?, _ headers: NATSHeaders, _ payload: some Collection<UInt8>
    ) -> [UInt8] {
        let head = headers.bytes
        var line: [UInt8] = []
        line.reserveCapacity(subject.utf8.count + 64 + head.count + payload.count)
        line += (head.isEmpty ? "PUB " : "HPUB ").utf8
        line += subject.utf8
        if let reply {
            line.append(0x20)
            line += reply.utf8
        }
        if !head.isEmpty {
            line.append(0x20)
            line += String(head.count).utf8
        }
        line.append(0x20)
        line += String(head.count + payload.count).utf8
        line += [0x0D, 0x0A]
        line += head
        line += payload
        line += [0x0D, 0x0A]
        return line
    }

    static func subscription(_ subject: String, _ queue: String?, _ number: UInt64) -> [UInt8] {
        Array("SUB \(subject)\(queue.map { " \($0)" } ?? "") \(number)\r\n".utf8)
    }
}
