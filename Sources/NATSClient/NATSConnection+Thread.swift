import Foundation

extension NATSConnection {
    /// Connects, listens until the connection ends, and begins again.
    func run() {
        var pause = 0.05
        while !locked({ isClosed }) {
            let (all, preferred) = locked { (servers.addresses + discovered, current) }
            // Another server than the one that has just gone.
            var order = all.shuffled()
            if let preferred, order.count > 1 { order.removeAll { $0 == preferred } }
            if let preferred, order.count < all.count { order.append(preferred) }
            var wasConnected = false
            for address in order where !locked({ isClosed }) {
                do throws(NATSProblem) {
                    let (socket, parser) = try open(address)
                    let begun = ContinuousClock.now
                    let problem = converse(socket, parser)
                    ended(problem)
                    // A server that ends every connection at once is not asked without a pause.
                    wasConnected = ContinuousClock.now - begun > .seconds(1)
                    if wasConnected { pause = 0.05 }
                    break
                } catch {
                    locked { lastProblem = error }
                }
            }
            if !wasConnected {
                // Whoever waits for the first connection is told why there is none.
                let isFirst = locked { info == nil }
                if isFirst { locked { condition.broadcast() } }
                pauseFor(pause * Double.random(in: 0.5...1))
                pause = min(patience.pausing, pause * 2)
            }
        }
        ended(.disconnected)
    }

    private func pauseFor(_ seconds: Double) {
        let end = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        while !isClosed, condition.wait(until: end) {}
        condition.unlock()
    }

    /// Connects to a server and says who is there.
    private func open(_ address: NATSServers.Address) throws(NATSProblem) -> (ServerSocket, ServerWordParser) {
        let socket = try ServerSocket(address, milliseconds: patience.connecting)
        let end = ContinuousClock.now + .milliseconds(Int(patience.connecting))
        var parser = ServerWordParser()
        guard case .info(let bytes)? = try word(socket, &parser, address, until: end), let info = ServerInfo(bytes)
        else { throw .refused(server: address.description, reason: "it is no NATS server") }
        let isSecure = servers.usesTLS || info.tls_required == true
        if isSecure {
            guard info.tls_required == true || info.tls_available == true else {
                throw .refused(server: address.description, reason: "it does not speak TLS")
            }
            try socket.secure(address, servers.tls, milliseconds: patience.connecting)
            parser = ServerWordParser()
        }
        guard info.headers == true else {
            throw .refused(server: address.description, reason: "it is too old: it has no headers")
        }
        var hello = ClientInfo(servers, isSecure: isSecure, version: version).line
        hello += Array("PING\r\n".utf8)
        try writeAll(hello, socket, address, until: end)
        while true {
            switch try word(socket, &parser, address, until: end) {
            case .pong?:
                begin(socket, info, address)
                return (socket, parser)
            case .error(let words)?: throw .refused(server: address.description, reason: words)
            case .info?, .ok?, .message?: continue
            case .ping?: try writeAll(Array("PONG\r\n".utf8), socket, address, until: end)
            case nil: throw .unreachable(server: address.description, reason: "it does not answer")
            }
        }
    }

    private func word(
        _ socket: ServerSocket, _ parser: inout ServerWordParser, _ address: NATSServers.Address,
        until end: ContinuousClock.Instant
    ) throws(NATSProblem) -> ServerWord? {
        var room = [UInt8](repeating: 0, count: 16 << 10)
        while ContinuousClock.now < end, !locked({ isClosed }) {
            do throws(ServerWordParser.Problem) {
                if let word = try parser.next() { return word }
            } catch {
                throw .refused(server: address.description, reason: "it is no NATS server")
            }
            guard let bytes = socket.read(into: &room) else {
                throw .unreachable(server: address.description, reason: "it closed the connection")
            }
            parser.add(bytes)
            if bytes.isEmpty { socket.wait(wantsWrite: false, milliseconds: 50) }
        }
        return nil
    }

    private func writeAll(
        _ bytes: [UInt8], _ socket: ServerSocket, _ address: NATSServers.Address, until end: ContinuousClock.Instant
    ) throws(NATSProblem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let count = socket.write(rest), ContinuousClock.now < end else {
                throw .unreachable(server: address.description, reason: "it closed the connection")
            }
            rest = rest.dropFirst(count)
            if count == 0 { socket.wait(wantsWrite: true, milliseconds: 50) }
        }
    }

    /// From now on there is a connection.
    private func begin(_ socket: ServerSocket, _ info: ServerInfo, _ address: NATSServers.Address) {
        condition.lock()
        outgoing = Self.subscription(inbox + "*", nil, 1)
        for (number, subscription) in subscriptions.sorted(by: { $0.key < $1.key }) {
            outgoing += Self.subscription(subscription.subject, subscription.queue, number)
        }
        current = address
        note(info)
        self.socket = socket
        lastProblem = nil
        condition.broadcast()
        condition.unlock()
        callbacks.connected()
    }

    /// What a server says about itself and the others; the condition is locked.
    private func note(_ info: ServerInfo) {
        self.info = info
        let named = (info.connect_urls ?? []).compactMap { try? NATSServers.address(Substring($0)) }
        discovered = named.filter { !servers.addresses.contains($0) }
    }

    /// Reads and writes until the connection ends; why it did.
    private func converse(_ socket: ServerSocket, _ first: ServerWordParser) -> NATSProblem {
        var parser = first
        var room = [UInt8](repeating: 0, count: 256 << 10)
        var writing: [UInt8] = []
        var written = 0
        var nextPing = ContinuousClock.now + .seconds(patience.pinging)
        var nextSweep = ContinuousClock.now
        var unanswered = 0
        var leaving: ContinuousClock.Instant?
        var lastRound = ContinuousClock.now
        failingSince = nil
        silences = 0
        while true {
            // What was handed out before the process was stopped may be another's by now.
            let round = ContinuousClock.now
            if round - lastRound > Self.longestPause { return .timeout(subject: "the process") }
            lastRound = round
            if written == writing.count {
                writing.removeAll(keepingCapacity: true)
                written = 0
                condition.lock()
                swap(&writing, &outgoing)
                if writing.isEmpty { condition.broadcast() }
                condition.unlock()
            }
            if written < writing.count {
                guard let count = socket.write(writing[written...]) else { return .disconnected }
                written += count
            }
            guard let bytes = socket.read(into: &room) else { return .disconnected }
            parser.add(bytes)
            do throws(ServerWordParser.Problem) {
                while let word = try parser.next() {
                    switch word {
                    case .message(let number, let message): deliver(message, number)
                    case .ping: locked { outgoing += Array("PONG\r\n".utf8) }
                    case .pong: unanswered = 0
                    case .ok: break
                    case .info(let bytes):
                        guard let info = ServerInfo(bytes) else { break }
                        locked { note(info) }
                        if info.ldm == true, leaving == nil { leaving = .now + .seconds(2) }
                    case .error(let words):
                        guard Self.isPassing(words) else {
                            return .refused(server: current?.description ?? "", reason: words)
                        }
                        callbacks.complained(words)
                    }
                }
            } catch {
                return .answer("\(error)")
            }
            let now = ContinuousClock.now
            if now >= nextSweep {
                nextSweep = now + .milliseconds(50)
                expire(now)
                // A server that is cut off from the others is there, and nothing is had from it.
                if let failingSince, silences > 1, now - failingSince > .seconds(patience.failing),
                    locked({ Set(servers.addresses + discovered).count > 1 })
                {
                    return .refused(server: current?.description ?? "", reason: "it answers no question")
                }
            }
            if now >= nextPing {
                guard unanswered < 2 else { return .timeout(subject: "PING") }
                unanswered += 1
                nextPing = now + .seconds(patience.pinging)
                locked { outgoing += Array("PING\r\n".utf8) }
            }
            // A server that is about to end is left once it has answered.
            if let leaving, now >= leaving || locked({ questions.isEmpty && outgoing.isEmpty }) {
                return .refused(server: current?.description ?? "", reason: "it is about to end")
            }
            let (isClosed, hasMore) = locked { (self.isClosed, !outgoing.isEmpty) }
            if isClosed { return .disconnected }
            if bytes.isEmpty, !(written == writing.count && hasMore) {
                socket.wait(wantsWrite: written < writing.count, milliseconds: 50)
            }
        }
    }

    /// The longest time between two rounds of a process that runs.
    private static let longestPause = Duration.seconds(5)

    /// Whether a complaint leaves the connection as it is.
    ///
    /// Source: the client protocol of NATS.
    static func isPassing(_ words: String) -> Bool {
        let words = words.lowercased()
        return words.hasPrefix("permissions violation") || words.hasPrefix("invalid subject")
            || words.hasPrefix("invalid publish subject")
    }

    private func deliver(_ message: NATSMessage, _ number: UInt64) {
        guard number == 1 else {
            locked { subscriptions[number] }?.handler(message)
            return
        }
        guard let name = UInt64(message.subject.dropFirst(inbox.count)),
            let question = locked({ questions.removeValue(forKey: name) })
        else { return }
        noteAnswer(to: question.subject, message)
        if message.headers.status == 503 {
            question.answer(.failure(.noResponders(subject: question.subject)))
        } else {
            question.answer(.success(message))
        }
    }

    /// Notes since when every question has stayed without an answer that says something.
    private func noteAnswer(to subject: String, _ message: NATSMessage) {
        // A server that is cut off says itself that it cannot tell, and goes on telling what it knew.
        if message.cannotTell {
            noteSilence()
        } else if !subject.hasPrefix("$JS.API.STREAM.INFO."), !subject.hasPrefix("$JS.API.CONSUMER.LIST.") {
            failingSince = nil
            silences = 0
        }
    }

    private func noteSilence() {
        silences += 1
        failingSince = failingSince ?? .now
    }

    /// Tells those whose time has passed that there is no answer.
    private func expire(_ now: ContinuousClock.Instant) {
        let late = locked {
            let late = questions.filter { $0.value.deadline <= now }
            for number in late.keys { questions[number] = nil }
            return late.values.map { $0 }
        }
        for _ in late { noteSilence() }
        for question in late { question.answer(.failure(.timeout(subject: question.subject))) }
    }

    /// There is no connection any more: nobody is answered.
    private func ended(_ problem: NATSProblem) {
        let (left, was) = locked {
            let left = Array(questions.values)
            questions = [:]
            outgoing = []
            let was = socket != nil
            socket = nil
            lastProblem = problem
            condition.broadcast()
            return (left, was)
        }
        if was { callbacks.disconnected(problem) }
        for question in left { question.answer(.failure(.disconnected)) }
    }
}
