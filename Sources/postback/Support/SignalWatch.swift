import Foundation
import Synchronization

/// Takes the signals that a service is led with, from the first moment on; what comes before anybody listens is kept.
final class SignalWatch: @unchecked Sendable {
    /// What somebody asks for.
    enum Request: Hashable, Sendable {
        /// To read the configuration anew.
        case reload
        /// To end.
        case stop
    }

    private struct State {
        var waiting: [Request] = []
        var handler: (@Sendable (Request) -> Void)?
    }

    private let state = Mutex(State())
    /// Kept for as long as the process; only `init` writes it.
    private var sources: [any DispatchSourceSignal] = []

    init() {
        let queue = DispatchQueue(label: "signals")
        for (number, request) in [(SIGTERM, Request.stop), (SIGINT, .stop), (SIGHUP, .reload)] {
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { self.take(request) }
            source.resume()
            sources.append(source)
        }
    }

    private func take(_ request: Request) {
        let handler = state.withLock { state in
            if state.handler == nil { state.waiting.append(request) }
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
        for request in Set(waiting) { handler(request) }
    }
}
