import Foundation

/// One connection to a small HTTP server: a request is read, an answer is written, and that is all.
final class HTTPConnection {
    /// What is asked.
    struct Request {
        var method: String
        /// The path, without what stands behind a question mark.
        var path: String
        /// What stands behind the question mark; empty without one.
        var query: String
        /// Values by names in lower case.
        var headers: [String: String]
        var body: Data
    }

    /// What is answered.
    struct Answer {
        /// The status code and its words.
        var status: String
        var type = "text/plain; charset=utf-8"
        /// Headers beside those of every answer.
        var headers: [(name: String, value: String)] = []
        var body: Data

        init(status: String, type: String = "text/plain; charset=utf-8", body: Data) {
            self.status = status
            self.type = type
            self.body = body
        }

        init(_ status: String, _ text: String) { self.init(status: status, body: Data(text.utf8)) }
    }

    let socket: Int32
    let start = ContinuousClock.now
    private(set) var isDone = false
    private let largestBody: Int
    /// A request without its body, where that begins, and how long it is.
    private typealias Head = (request: Request, start: Int, length: Int)

    private var received: [UInt8] = []
    private var head: Head?
    private var answer: [UInt8] = []
    private var written = 0

    private static let largestHead = 16_384

    /// - Parameter largestBody: the most bytes of a body that are waited for; with 0, bodies are of no interest.
    init(_ socket: Int32, largestBody: Int) {
        self.socket = socket
        self.largestBody = largestBody
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    }

    deinit { close(socket) }

    /// What it waits for.
    var events: Int16 { Int16(answer.isEmpty ? POLLIN : POLLOUT) }

    /// Goes on as far as the other side lets it.
    func goOn(_ respond: (Request) -> Answer) {
        while answer.isEmpty, !isDone, receive() {
            switch request() {
            case .success(let request)?: write(respond(request), isHead: request.method == "HEAD")
            case .failure(let refusal)?: write(Answer(refusal.status, "\(refusal.status)\n"), isHead: false)
            case nil: break
            }
        }
        if !answer.isEmpty { write() }
    }

    /// Reads what there is; false where that is nothing.
    private func receive() -> Bool {
        var count = 0
        received += unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, initialized in
            count = unsafe recv(socket, buffer.baseAddress, 4_096, 0)
            initialized = max(0, count)
        }
        if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { isDone = true }
        if received.count > Self.largestHead + largestBody {
            write(Answer("413 Content Too Large", "at most \(largestBody) bytes\n"), isHead: false)
            return false
        }
        return count > 0 && !isDone
    }

    /// Why a request is not looked at.
    private struct Refusal: Error {
        var status: String
    }

    /// The request; nil until all of it is there.
    private func request() -> Result<Request, Refusal>? {
        if head == nil {
            switch readHead() {
            case .success(let read)?: head = read
            case .failure(let refusal)?: return .failure(refusal)
            case nil: return nil
            }
        }
        guard let head, received.count - head.start >= head.length else { return nil }
        var request = head.request
        request.body = Data(received[head.start..<head.start + head.length])
        return .success(request)
    }

    /// What is in front of the body, where that begins and how long it is; nil until all of it is there.
    private func readHead() -> Result<Head, Refusal>? {
        let data = Data(received)
        guard let end = data.range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let bad = Result<Head, Refusal>.failure(Refusal(status: "400 Bad Request"))
        let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let line = lines[0].split(separator: " ")
        guard line.count == 3, line[2] == "HTTP/1.1" || line[2] == "HTTP/1.0" else { return bad }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].lowercased()
            guard headers[name] == nil || !["host", "content-length"].contains(name) else { return bad }
            headers[name] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        var length = 0
        if largestBody > 0 {
            guard headers["transfer-encoding"] == nil else { return .failure(Refusal(status: "411 Length Required")) }
            let text = headers["content-length"] ?? "0"
            guard let number = Int(text), text.allSatisfy(\.isNumber) else { return bad }
            guard number <= largestBody else { return .failure(Refusal(status: "413 Content Too Large")) }
            length = number
        }
        let parts = line[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let request = Request(
            method: String(line[0]), path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
            headers: headers, body: Data())
        return .success((request, end.upperBound, length))
    }

    private func write(_ said: Answer, isHead: Bool) {
        var head = ["HTTP/1.1 \(said.status)", "Content-Type: \(said.type)", "Content-Length: \(said.body.count)"]
        head += said.headers.map { "\($0.name): \($0.value)" } + ["Connection: close", "", ""]
        answer = Array(head.joined(separator: "\r\n").utf8) + (isHead ? [] : Array(said.body))
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
