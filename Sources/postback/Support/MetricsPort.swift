import Foundation
import Synchronization

/// Answers a collector of metrics on a loopback port, one connection after the other.
final class MetricsPort: Sendable {
    private let text = Mutex(Data())
    private let listener: Int32
    /// Where it listens.
    let port: UInt16

    /// - Parameter port: the port; 0 for any that is free.
    init(_ port: UInt16) throws {
        listener = socket(AF_INET, Self.stream, 0)
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
                unsafe bind(listener, general, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, general, &size) == 0
            }
        }
        guard isBound else {
            close(listener)
            throw ToolError("metrics cannot be offered on port \(port): \(unsafe String(cString: strerror(errno)))")
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

    /// What is told from now on.
    func show(_ metrics: Data) { text.withLock { $0 = metrics } }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                guard errno == EINTR || errno == ECONNABORTED else { return }
                continue
            }
            answer(connection)
            close(connection)
        }
    }

    /// Reads a request's head, whatever it asks for, and answers with the metrics.
    private func answer(_ connection: Int32) {
        // Whoever says nothing does not keep others waiting.
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(connection, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let part = unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
                count = max(0, unsafe recv(connection, buffer.baseAddress, 4_096, 0))
            }
            guard !part.isEmpty, head.count < 16_384 else { return }
            head += part
        }
        let body = text.withLock { $0 }
        let start = """
            HTTP/1.1 200 OK\r
            Content-Type: text/plain; version=0.0.4; charset=utf-8\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r

            """
        send(Data(start.utf8) + body, to: connection)
    }

    private func send(_ bytes: Data, to connection: Int32) {
        var done = 0
        while done < bytes.count {
            let step = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                return unsafe Foundation.send(connection, rest.baseAddress, rest.count, Self.quietly)
            }
            guard step > 0 else { return }
            done += step
        }
    }

    /// Whoever has gone away does not end the process.
    private static var quietly: Int32 {
        #if os(Linux)
            Int32(MSG_NOSIGNAL)
        #else
            0
        #endif
    }
}
