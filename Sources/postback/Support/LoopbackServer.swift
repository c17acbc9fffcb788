import Foundation

/// A small HTTP server on a port of 127.0.0.1.
///
/// One thread serves many connections, none of which waits for another; each has a few seconds.
final class LoopbackServer: Sendable {
    private let listener: Int32
    private let largestBody: Int
    private let respond: @Sendable (HTTPConnection.Request) -> HTTPConnection.Answer
    /// Where it listens.
    let port: UInt16

    /// The most connections at once; of more, the oldest is closed.
    private static let most = 256
    /// How long a connection has for its request and its answer.
    private static let timeout = Duration.seconds(5)

    /// - Parameters:
    ///   - port: the port; 0 for any that is free.
    ///   - what: what it offers, for a message: "metrics".
    ///   - largestBody: the most bytes of a request's body; with 0, bodies are of no interest.
    ///   - respond: what is said to a request, on the server's thread.
    init(
        _ port: UInt16, offering what: String, largestBody: Int = 0,
        _ respond: @escaping @Sendable (HTTPConnection.Request) -> HTTPConnection.Answer
    ) throws {
        listener = socket(AF_INET, Self.stream, 0)
        self.largestBody = largestBody
        self.respond = respond
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)
        var on: Int32 = 1
        unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe bind(listener, general, size) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, general, &size) == 0
            }
        }
        guard isBound else {
            let reason = unsafe String(cString: strerror(errno))
            close(listener)
            throw ToolError("\(what) cannot be offered on port \(port): \(reason)")
        }
        self.port = UInt16(bigEndian: address.sin_port)
        Thread { self.serve() }.start()
    }

    private static var stream: Int32 {
        #if os(Linux)
            Int32(SOCK_STREAM.rawValue)
        #else
            SOCK_STREAM
        #endif
    }

    private func serve() {
        var connections: [HTTPConnection] = []
        while true {
            var polls = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            polls += connections.map { pollfd(fd: $0.socket, events: $0.events, revents: 0) }
            let count = unsafe poll(&polls, nfds_t(polls.count), connections.isEmpty ? 1_000 : 200)
            if count < 0, errno != EINTR { usleep(100_000) }
            for (connection, poll) in zip(connections, polls.dropFirst()) where poll.revents != 0 {
                connection.goOn(respond)
            }
            connections.removeAll { $0.isDone || ContinuousClock.now - $0.start > Self.timeout }
            guard polls[0].revents != 0 else { continue }
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else {
                    // Without descriptors for more, those that are there are served first.
                    if errno == EMFILE || errno == ENFILE { usleep(10_000) }
                    break
                }
                if connections.count >= Self.most { connections.removeFirst() }
                connections.append(HTTPConnection(accepted, largestBody: largestBody))
            }
        }
    }
}
