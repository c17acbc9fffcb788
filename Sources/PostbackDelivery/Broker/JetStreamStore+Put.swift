import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate

extension JetStreamStore {
    /// Postbacks that are put at the same time.
    private static let mostAtOnce = 4_000

    func put(_ events: [AcceptedEvent], now: Timestamp) throws(StoreProblem) -> [PutOutcome] {
        // A key twice in what comes at once is taken once.
        var seen: Set<Fingerprint> = []
        var places: [(event: Int, postback: Int)] = []
        var outcomes = events.map { Array(repeating: Taking.known, count: $0.postbacks.count) }
        for (index, event) in events.enumerated() {
            for (place, postback) in event.postbacks.enumerated() where seen.insert(postback.key).inserted {
                places.append((index, place))
            }
        }
        for partner in Set(places.map { events[$0.event].postbacks[$0.postback].target.partner }) {
            do throws(NATSProblem) {
                try begin(partner)
            } catch {
                return events.map { _ in .refused(Self.storeProblem(error)) }
            }
        }
        var rest = places[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.mostAtOnce))
            rest = rest.dropFirst(part.count)
            let takings = take(part.map { (events[$0.event], events[$0.event].postbacks[$0.postback]) }, now: now)
            for (place, taking) in zip(part, takings) {
                outcomes[place.event][place.postback] = taking
                guard case .taken = taking else { continue }
                let partner = events[place.event].postbacks[place.postback].target.partner
                locked {
                    puts += 1
                    remote[partner, default: .init()].pending += 1
                }
            }
        }
        return outcomes.map { takings in
            for case .refused(let problem) in takings { return .refused(problem) }
            return .taken(takings.map { if case .taken = $0 { true } else { false } })
        }
    }

    /// Puts many postbacks at the same time, and waits until all are known to be kept or not.
    private func take(_ postbacks: [(AcceptedEvent, AcceptedPostback)], now: Timestamp) -> [Taking] {
        let deadline = ContinuousClock.now + .seconds(settings.patience)
        let group = TakingGroup(count: postbacks.count)
        for (place, (event, postback)) in postbacks.enumerated() {
            let taking = PostbackTaking(self, event, postback, now: now, deadline: deadline) { group.fill(place, $0) }
            taking.begin()
        }
        return group.wait()
    }

    /// Has messages of a partner handed out, from now on.
    func begin(_ partner: String) throws(NATSProblem) {
        guard locked({ pulls[partner] == nil }) else { return }
        try makeConsumer(partner)
        locked { if pulls[partner] == nil { pulls[partner] = PartnerPulls() } }
        pull(partner)
    }

    func makeConsumer(_ partner: String) throws(NATSProblem) {
        try stream.consumer(
            ConsumerConfiguration(
                names.consumer(partner), filter: names.workFilter(partner), waitSeconds: settings.leaseSeconds,
                pending: settings.mostWaiting), of: names.work)
    }

    /// Asks once more, a little later; without servers only once a moment has passed, so that it can be given up.
    func askAgain(until end: ContinuousClock.Instant? = nil, _ body: @escaping @Sendable () -> Void) {
        locked { repeats.append((end, body)) }
    }
}

/// What became of one postback of an event that was put.
enum Taking: Sendable {
    case taken
    /// Its key is known, or its session lies in a span that is taken.
    case known
    case refused(StoreProblem)
}

/// Waits for many postbacks.
private final class TakingGroup: @unchecked Sendable {
    private let condition = NSCondition()
    private var takings: [Taking?]
    private var left: Int

    init(count: Int) {
        takings = Array(repeating: nil, count: count)
        left = count
    }

    func fill(_ place: Int, _ taking: Taking) {
        condition.lock()
        if takings[place] == nil { left -= 1 }
        takings[place] = taking
        if left == 0 { condition.signal() }
        condition.unlock()
    }

    func wait() -> [Taking] {
        condition.lock()
        defer { condition.unlock() }
        while left > 0 { condition.wait() }
        return takings.map { $0 ?? .known }
    }
}
