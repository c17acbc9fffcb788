import Foundation
import HTTPTransport

/// Runs a transport on a thread of its own, so that sending and receiving go on while the dispatcher decides and renders.
///
/// `start` and `go` are for one thread. What was started is handed over by the next `go`, many at once.
final class TransportThread: PostbackTransport, @unchecked Sendable {
    private struct Start {
        var request: OutgoingRequest
        var id: Int
        var timeoutSeconds: Int
    }

    private let transport: CurlTransport
    private let condition = NSCondition()
    /// What was started and not handed over; only for the thread that starts.
    private var collected: [Start] = []
    private var handedOver: [Start] = []
    private var outcomes: [(id: Int, outcome: AttemptOutcome)] = []
    private var isWoken = false
    /// Whether the thread waits for something to happen, so that it has to be told what was handed over.
    private var isWaiting = false
    private var isEnded = false
    private var counts = (reused: 0, made: 0)
    /// Requests whose host had no address: whether that is so, or no name server could be asked, is found out aside.
    private var unresolved: [Int] = []
    private var isResolving = false

    /// Requests that are started before the outcomes of others are looked at.
    private static let portion = 16

    init(_ transport: CurlTransport) {
        self.transport = transport
    }

    /// Begins to send what is started.
    func begin() { Thread { self.run() }.start() }

    /// How many requests used a connection again, and how many made one.
    var connections: (reused: Int, made: Int) { locked { counts } }

    func start(_ request: OutgoingRequest, id: Int, timeoutSeconds: Int) {
        collected.append(Start(request: request, id: id, timeoutSeconds: timeoutSeconds))
    }

    func go(milliseconds: Int) -> [(id: Int, outcome: AttemptOutcome)] {
        locked {
            if !collected.isEmpty {
                if isWaiting {
                    isWaiting = false
                    transport.wake()
                }
                if handedOver.isEmpty { swap(&handedOver, &collected) } else { handedOver += collected }
                collected.removeAll(keepingCapacity: true)
            }
            if outcomes.isEmpty, !isWoken, milliseconds > 0 {
                _ = condition.wait(until: Date(timeIntervalSinceNow: Double(milliseconds) / 1e3))
            }
            isWoken = false
            defer { outcomes = [] }
            return outcomes
        }
    }

    func wake() {
        locked {
            isWoken = true
            condition.signal()
        }
    }

    /// Ends the thread; what is under way is given up.
    func end() {
        locked { isEnded = true }
        transport.wake()
    }

    private func run() {
        var untold = 0
        var isIdle = false
        // What was handed over, and how much of it has been started.
        var starts: [Start] = []
        var started = 0
        while true {
            let (ends, waits) = locked {
                if starts.isEmpty { swap(&starts, &handedOver) }
                isWaiting = isIdle && starts.isEmpty
                // Whoever waits for outcomes is told of many at once, but of all before nothing happens for a while.
                if untold >= Self.portion || untold > 0 && isWaiting {
                    untold = 0
                    condition.signal()
                }
                return (isEnded, isWaiting)
            }
            if ends { return }
            let portion = started..<min(started + Self.portion, starts.count)
            for start in starts[portion] {
                transport.start(start.request, id: start.id, timeoutSeconds: start.timeoutSeconds)
            }
            started = portion.upperBound
            if started == starts.count {
                starts.removeAll(keepingCapacity: true)
                started = 0
            }
            let finished = transport.go(milliseconds: waits ? 1_000 : 0)
            isIdle = portion.isEmpty && finished.isEmpty && !waits
            guard !finished.isEmpty else { continue }
            untold += finished.count
            locked {
                isWaiting = false
                take(finished)
            }
        }
    }

    private func take(_ finished: [(id: Int, outcome: AttemptOutcome)]) {
        for (id, outcome) in finished {
            if outcome == .failure(.resolve) { unresolved.append(id) } else { outcomes.append((id, outcome)) }
        }
        if !unresolved.isEmpty, !isResolving {
            isResolving = true
            Thread { self.resolve() }.start()
        }
        counts = (transport.reused, transport.connected)
    }

    /// Finds out whose fault it is that hosts had no address.
    private func resolve() {
        while true {
            let asked = locked {
                defer { unresolved = [] }
                if unresolved.isEmpty { isResolving = false }
                return unresolved
            }
            guard !asked.isEmpty else { return }
            let outcome = AttemptOutcome.failure(http_transport_names_are_served() != 0 ? .resolve : .shortage)
            locked {
                outcomes += asked.map { ($0, outcome) }
                condition.signal()
            }
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}
