import Foundation
import Synchronization

/// Takes the signals that a service is led with, from the first moment on. What comes before anybody
/// listens is kept, but to be told to end, which ends the process.
final class SignalWatch: Sendable {
    /// What somebody asks for.
    enum Request: Hashable, Sendable {
        /// To read the configuration anew.
        case reload
        /// To end.
        case stop
    }

    private struct State {
        var waiting: Set<Request> = []
        var handler: (@Sendable (Request) -> Void)?
    }

    private let state = Mutex(State())

    /// The signals with what they ask for.
    private static let requests: [(Int32, Request)] = [(SIGTERM, .stop), (SIGINT, .stop), (SIGHUP, .reload)]

    /// Begins to take signals; one watch for a process.
    init() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Whoever is interrupted by a signal must not wait; a full pipe has signals enough.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        unsafe signalPipe = ends[1]
        var numbers = sigset_t()
        unsafe sigemptyset(&numbers)
        for (number, _) in Self.requests {
            _ = signal(number, noteSignal)
            unsafe sigaddset(&numbers, number)
        }
        // A process begins with the signals blocked that whoever started it had blocked. Every thread made from here on
        // inherits that they are not.
        unsafe pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
        let source = ends[0]
        Thread { self.read(source) }.start()
    }

    private func read(_ source: Int32) {
        while true {
            var byte: UInt8 = 0
            let count = unsafe Foundation.read(source, &byte, 1)
            guard count == 1 else {
                guard count < 0, errno == EINTR else { return }
                continue
            }
            for (number, request) in Self.requests where UInt8(truncatingIfNeeded: number) == byte { take(request) }
        }
    }

    private func take(_ request: Request) {
        let handler = state.withLock { state in
            if state.handler == nil {
                // Nothing has been taken in that would have to be seen to. What keeps the process, a journal that is read or
                // an input that nobody writes, can be left at any moment.
                if request == .stop { _exit(ExitStatus.success.rawValue) }
                state.waiting.insert(request)
            }
            return state.handler
        }
        handler?(request)
    }

    /// Hands on what has come and what comes.
    func listen(_ handler: @escaping @Sendable (Request) -> Void) {
        let waiting = state.withLock { state in
            state.handler = handler
            defer { state.waiting = [] }
            return state.waiting
        }
        for request in waiting { handler(request) }
    }
}

/// Where signals are written; set before the first can come, and read wherever one comes.
private nonisolated(unsafe) var signalPipe: Int32 = -1

/// Notes a signal: does nothing but what may be done in the middle of anything.
private func noteSignal(_ number: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    unsafe _ = write(signalPipe, &byte, 1)
    errno = before
}
