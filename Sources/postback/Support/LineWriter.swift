import Foundation

/// Writes lines to a descriptor on a thread of its own, so that a reader that stops reading stops nobody else.
final class LineWriter: @unchecked Sendable {
    /// What becomes of lines that nobody takes.
    enum Policy {
        /// They are kept, and whoever makes more of them is to wait for room.
        case keep
        /// They are dropped and counted.
        case drop
    }

    private let condition = NSCondition()
    private var descriptor: Int32
    private let limit: Int
    private let policy: Policy
    /// Where to go on.
    private var next: Int32?
    private var waiting: [UInt8] = []
    private var writing = 0
    private var dropped = 0
    private var hasReader = true
    private var isClosed = false

    /// - Parameters:
    ///   - descriptor: where the lines go.
    ///   - limit: bytes that may wait.
    ///   - policy: what becomes of more.
    init(_ descriptor: Int32, limit: Int, _ policy: Policy) {
        self.descriptor = descriptor
        self.limit = limit
        self.policy = policy
        Thread { self.run() }.start()
    }

    /// Takes whole lines; returns at once.
    ///
    /// - Parameter note: says in front of them how many were dropped since lines were last taken.
    func write(_ lines: [UInt8], note: (_ dropped: Int) -> String = { _ in "" }) {
        locked {
            guard hasReader else { return }
            let notice = dropped > 0 ? Array(note(dropped).utf8) : []
            guard policy == .keep || waiting.count + writing + notice.count + lines.count <= limit else {
                dropped += lines.count { $0 == UInt8(ascii: "\n") }
                return
            }
            dropped = 0
            waiting += notice
            waiting += lines
            condition.broadcast()
        }
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    /// Returns when there is room for more lines, nobody reads them any more, or no more will come.
    func waitForRoom() {
        locked { while waiting.count + writing > limit, hasReader, !isClosed { condition.wait() } }
    }

    /// Keeps nobody waiting for room any more, and waits until all has been written or that makes no progress.
    ///
    /// - Parameter seconds: how long nothing may be written before it is given up.
    /// - Returns: whether all was written, or nobody reads it any more.
    @discardableResult
    func finish(timeout seconds: Double) -> Bool {
        locked {
            isClosed = true
            condition.broadcast()
            var left = waiting.count + writing
            var end = Date(timeIntervalSinceNow: seconds)
            while left > 0, hasReader {
                if !condition.wait(until: end) { return false }
                let now = waiting.count + writing
                if now < left { end = Date(timeIntervalSinceNow: seconds) }
                left = now
            }
            return true
        }
    }

    /// Goes on in another file, and closes the one before when what is being written to it has been, or cannot be.
    /// Returns at once.
    func replace(_ other: Int32) {
        locked {
            if let unused = next { close(unused) }
            next = other
            hasReader = true
            condition.broadcast()
        }
    }

    private func run() {
        while true {
            let (part, target) = locked {
                while waiting.isEmpty, next == nil { condition.wait() }
                if let next {
                    close(descriptor)
                    descriptor = next
                    self.next = nil
                }
                let part = Array(waiting.prefix(1 << 16))
                waiting.removeFirst(part.count)
                writing = part.count
                return (part, descriptor)
            }
            var done = 0
            while done < part.count {
                let step = unsafe part.withUnsafeBytes { bytes in
                    unsafe Foundation.write(target, bytes.baseAddress.map { unsafe $0 + done }, part.count - done)
                }
                guard step <= 0 else {
                    done += step
                    locked {
                        writing = part.count - done
                        condition.broadcast()
                    }
                    continue
                }
                if errno == EINTR { continue }
                guard errno == EAGAIN else { break }
                var poll = pollfd(fd: target, events: Int16(POLLOUT), revents: 0)
                // Whoever does not read is not waited for once there is another file.
                if locked({ next != nil }) { break }
                _ = unsafe Foundation.poll(&poll, 1, 200)
            }
            locked {
                writing = 0
                if done < part.count, policy == .keep, next == nil {
                    // Whoever read this has gone.
                    hasReader = false
                    waiting = []
                }
                condition.broadcast()
            }
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}
