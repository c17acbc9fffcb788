import Foundation

/// What other threads hand to the thread of a service.
final class ServiceInbox: @unchecked Sendable {
    /// What has come since it was looked at last.
    struct State {
        var offers: [DeliveryService.Offer] = []
        var postbacks: ConfiguredPostbacks?
        /// Lines that were no events.
        var malformed = 0
        /// What a person should know.
        var notices: [DeliveryNotice] = []
        var isFinished = false
        var isStopped = false
    }

    private let condition = NSCondition()
    private var state = State()
    /// Offers that have not been acknowledged.
    private var unacknowledged = 0
    private var hasFailed = false
    /// The most of them before whoever offers more has to wait.
    private static let most = 20_000

    /// Takes in offers, unless the service was told to end; whether the thread of the service has to be told, which it was
    /// if others are waiting for it.
    func add(_ offers: [DeliveryService.Offer]) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while unacknowledged > Self.most, !hasFailed, !state.isStopped { condition.wait() }
        // Nobody takes in any more; an input that never rests must not keep a service from its end.
        guard !hasFailed, !state.isStopped else { return false }
        defer { state.offers += offers }
        unacknowledged += offers.count
        return state.offers.isEmpty
    }

    func release(_ count: Int) {
        condition.lock()
        unacknowledged -= count
        condition.broadcast()
        condition.unlock()
    }

    func take() -> State {
        condition.lock()
        defer { condition.unlock() }
        let taken = state
        state.offers = []
        state.postbacks = nil
        state.malformed = 0
        state.notices = []
        return taken
    }

    func countMalformed(_ count: Int) { change { $0.malformed += count } }

    func tell(_ notice: DeliveryNotice) { change { $0.notices.append(notice) } }

    func finish() { change { $0.isFinished = true } }

    func stop() { change { $0.isStopped = true } }

    func replace(_ postbacks: ConfiguredPostbacks) { change { $0.postbacks = postbacks } }

    /// Nobody has to wait any more.
    func fail() {
        condition.lock()
        hasFailed = true
        condition.broadcast()
        condition.unlock()
    }

    private func change(_ body: (inout State) -> Void) {
        condition.lock()
        body(&state)
        condition.broadcast()
        condition.unlock()
    }
}
