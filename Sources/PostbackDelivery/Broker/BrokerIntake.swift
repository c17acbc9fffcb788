import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate

/// An event that a server has handed out.
struct BrokerInput: Sendable {
    /// Where is said what has become of it.
    var acknowledgement: String
    /// Names it, should it be handed out once more.
    var origin: String
}

/// Takes in the events that anybody has published: read and planned here, and acknowledged to the server once all their
/// postbacks are kept. What is no event goes to a stream of its own, with the reason.
final class BrokerIntake: @unchecked Sendable {
    private let store: JetStreamStore
    private let readers: ReaderPool
    private let offer: @Sendable ([DeliveryService.Offer]) -> Void
    private let malformed: @Sendable (Int) -> Void
    private let condition = NSCondition()
    /// What has come and was not looked at.
    private var queue: [PulledMessage] = []
    /// What was offered and is not acknowledged.
    private var open = 0
    private var asked = 0
    private var until = ContinuousClock.now
    private var subject: String?
    private var subscription: UInt64?
    private var isEnded = false
    private var hasConsumer = false

    /// Events that are asked for at once.
    private static let portion = 1_000
    private static let consumer = "intake"

    init(
        _ store: JetStreamStore, _ readers: ReaderPool,
        offer: @escaping @Sendable ([DeliveryService.Offer]) -> Void, malformed: @escaping @Sendable (Int) -> Void
    ) {
        self.store = store
        self.readers = readers
        self.offer = offer
        self.malformed = malformed
    }

    /// Begins to take in events.
    func begin() { Thread { self.run() }.start() }

    /// Takes in no more; what was taken in is still acknowledged.
    func end() {
        condition.lock()
        isEnded = true
        let (subscription, left) = (self.subscription, queue)
        self.subscription = nil
        queue = []
        condition.broadcast()
        condition.unlock()
        if let subscription { store.connection.unsubscribe(subscription) }
        // Others have them.
        for message in left { store.say(JetStreamStore.afterPulls, to: message.acknowledgement) }
    }

    private func run() {
        while !isOver {
            if !isMade {
                makeConsumer()
                continue
            }
            pull()
            let messages = take()
            if !messages.isEmpty { read(messages) }
        }
    }

    /// Whether there is a consumer, as far as is known.
    private var isMade: Bool {
        condition.lock()
        defer { condition.unlock() }
        return hasConsumer
    }

    private func makeConsumer() {
        let isThere =
            (try? store.stream.consumer(
                ConsumerConfiguration(
                    Self.consumer, filter: store.names.base + ".>", waitSeconds: store.settings.leaseSeconds,
                    pending: 20_000), of: store.names.events)) != nil
        condition.lock()
        hasConsumer = isThere
        condition.unlock()
        if !isThere { pause(1) }
    }

    private var isOver: Bool {
        condition.lock()
        defer { condition.unlock() }
        return isEnded
    }

    private func pause(_ seconds: Double) {
        condition.lock()
        if !isEnded { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
        condition.unlock()
    }

    /// Waits for messages, for room, or for a moment.
    private func take() -> [PulledMessage] {
        condition.lock()
        defer { condition.unlock() }
        if queue.isEmpty, !isEnded { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.2)) }
        defer { queue = [] }
        open += queue.count
        return queue
    }

    private func pull() {
        let now = ContinuousClock.now
        condition.lock()
        let room = Self.portion - open - queue.count
        let isWanted =
            !isEnded && store.connection.isConnected && room * 2 >= Self.portion && (asked == 0 || until <= now)
        if isWanted {
            asked = room
            until = now + .seconds(JetStreamStore.pullSeconds + 2)
        }
        let known = subject
        condition.unlock()
        guard isWanted else { return }
        let subject = known ?? listen()
        do throws(NATSProblem) {
            try store.stream.pull(
                room, seconds: JetStreamStore.pullSeconds, from: Self.consumer, of: store.names.events, to: subject)
        } catch {
            forget()
        }
    }

    private func listen() -> String {
        let subject = store.connection.uniqueSubject()
        let number = store.connection.subscribe(subject) { [weak self] message in self?.arrived(message) }
        condition.lock()
        self.subject = subject
        subscription = number
        condition.unlock()
        store.whenDisconnected { [weak self] in self?.forget() }
        return subject
    }

    /// What was asked for does not come any more.
    private func forget() {
        condition.lock()
        asked = 0
        condition.broadcast()
        condition.unlock()
    }

    private func arrived(_ message: NATSMessage) {
        if let status = message.pullStatus {
            if status == 503 {
                // Nobody is there: while servers choose who leads, or because somebody has taken the consumer away.
                condition.lock()
                hasConsumer = false
                condition.unlock()
            }
            if status != 100 { forget() }
            return
        }
        guard let pulled = PulledMessage(message) else { return }
        condition.lock()
        asked = max(0, asked - 1)
        let isLate = isEnded
        if !isLate { queue.append(pulled) }
        condition.broadcast()
        condition.unlock()
        if isLate { store.say(JetStreamStore.afterPulls, to: pulled.acknowledgement) }
    }

    private func read(_ messages: [PulledMessage]) {
        var offers: [DeliveryService.Offer] = []
        var refused: [(message: PulledMessage, reason: String)] = []
        readers.withReader { reader in
            for message in messages {
                // A line break behind an event is no part of it.
                var line = message.message.payload
                while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
                let (found, findings) = reader.read(line, 0)
                guard var offer = found else {
                    refused.append((message, findings.messages.first ?? "it is no event"))
                    continue
                }
                offer.input = BrokerInput(
                    acknowledgement: message.acknowledgement, origin: "e\(message.number)")
                offers.append(offer)
            }
        }
        for (message, reason) in refused { reject(message.message.payload, message.acknowledgement, reason) }
        if !refused.isEmpty { malformed(refused.count) }
        if !offers.isEmpty { offer(offers) }
    }

    /// Puts an event aside with the reason; of one that is too large for that, its beginning.
    private func reject(_ payload: [UInt8], _ acknowledgement: String, _ reason: String) {
        let headers: NATSHeaders = [
            "Reason": String(reason.prefix(500)).replacing("\n", with: " ").replacing("\r", with: " ")
        ]
        store.stream.publish(store.names.rejects(), headers: headers, payload: payload) { [weak self, store] result in
            switch result {
            case .success: store.acknowledge(acknowledgement)
            case .failure(.tooLarge) where payload.count > Self.beginning:
                self?.reject(Array(payload.prefix(Self.beginning)), acknowledgement, reason)
                return
            // It is handed out once more.
            case .failure: store.say(PullVerdict.later(microseconds: 1_000_000), to: acknowledgement)
            }
            self?.closed(1)
        }
    }

    private static let beginning = 64 << 10

    private func closed(_ count: Int) {
        condition.lock()
        open -= count
        condition.broadcast()
        condition.unlock()
    }

    /// Says which events are kept; those that are not are handed out once more.
    func acknowledge(_ all: [DeliveryService.Acknowledgement]) {
        var count = 0
        for acknowledgement in all {
            guard let input = acknowledgement.offer.input else { continue }
            if let refusal = acknowledgement.refusal, acknowledgement.isFinal {
                reject(acknowledgement.offer.line, input.acknowledgement, refusal)
                continue
            }
            count += 1
            if acknowledgement.refusal == nil {
                store.acknowledge(input.acknowledgement)
            } else {
                store.say(PullVerdict.later(microseconds: 1_000_000), to: input.acknowledgement)
            }
        }
        closed(count)
    }
}
