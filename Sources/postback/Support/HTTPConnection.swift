import Foundation

/// One connection to a small HTTP server: a request's head is read, an answer is written, and that is all.
final class HTTPConnection {
    /// What is answered.
    struct Answer {
        /// The status code and its words.
        var status: String
        var body: Data

        init(status: String, body: Data) {
            self.status = status
            self.body = body
        }

        init(_ status: String, _ text: String) { self.init(status: status, body: Data(text.utf8)) }
    }

    let socket: Int32
    let start = ContinuousClock.now
    private(set) var isDone = false
    private var head: [UInt8] = []
    private var answer: [UInt8] = []
    private var written = 0

    init(_ socket: Int32) {
        self.socket = socket
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    }

    deinit { close(socket) }

    /// What it waits for.
    var events: Int16 { Int16(answer.isEmpty ? POLLIN : POLLOUT) }

    /// Goes on as far as the other side lets it.
    func goOn(_ body: (_ method: String, _ path: String) -> Answer) {
        while answer.isEmpty, !isDone, receive() {
            // What stands behind the head, the body of a request that has one, is of no interest.
            if Data(head).range(of: Data("\r\n\r\n".utf8)) != nil { respond(body) }
        }
        if !answer.isEmpty { write() }
    }

    /// Reads what there is; false where that is nothing.
    private func receive() -> Bool {
        var count = 0
        head += unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, initialized in
            count = unsafe recv(socket, buffer.baseAddress, 4_096, 0)
            initialized = max(0, count)
        }
        if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR || head.count > 16_384 { isDone = true }
        return count > 0 && !isDone
    }

    private func respond(_ body: (String, String) -> Answer) {
        let line = String(decoding: head.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self).split(separator: " ")
        guard line.count == 3, line[2].hasPrefix("HTTP/1.") else { return isDone = true }
        let method = String(line[0])
        let said = body(method, String(line[1].prefix { $0 != "?" }))
        let text = """
            HTTP/1.1 \(said.status)\r
            Content-Type: text/plain; version=0.0.4; charset=utf-8\r
            Content-Length: \(said.body.count)\r
            Allow: GET, HEAD\r
            Connection: close\r
            \r

            """
        answer = Array(text.utf8) + (method == "HEAD" ? [] : Array(said.body))
    }

    private func write() {
        while written < answer.count {
            let step = unsafe answer.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
                return unsafe send(socket, rest.baseAddress, rest.count, 0)
            }
            guard step > 0 else {
                isDone = errno != EAGAIN && errno != EINTR
                return
            }
            written += step
        }
        isDone = true
    }
}
