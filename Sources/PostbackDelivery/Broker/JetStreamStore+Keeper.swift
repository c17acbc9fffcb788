import Foundation
import NATSClient
import PostbackTemplate

extension JetStreamStore {
    /// What has to be done in time: nothing here waits for a server.
    static func keep(_ store: @escaping () -> JetStreamStore?, _ condition: NSCondition) {
        var nextSpeech = ContinuousClock.now
        var nextWord = ContinuousClock.now
        repeating(store, condition, seconds: 0.05) { store in
            let now = ContinuousClock.now
            store.dropLost(now)
            if now >= nextSpeech || store.locked({ store.speaksAtOnce }) {
                store.locked { store.speaksAtOnce = false }
                store.speak(now)
                nextSpeech = now + .seconds(store.settings.leaseSeconds / 5)
            }
            store.runRepeats()
            store.pull()
            if now >= nextWord {
                store.sayPresence()
                nextWord = now + .seconds(presencePause)
            }
        }
    }

    /// What asks the servers and waits for them.
    static func watch(_ store: @escaping () -> JetStreamStore?, _ condition: NSCondition) {
        var nextLook = ContinuousClock.now
        var nextPresence = ContinuousClock.now
        repeating(store, condition, seconds: 0.2) { store in
            let now = ContinuousClock.now
            if now >= nextLook, store.isDispatcher {
                store.look()
                nextLook = ContinuousClock.now + .seconds(1)
            }
            if now >= nextPresence {
                store.beThere()
                if store.isDispatcher { try? store.compareClocks() }
                store.locked({ store.lookAtShared })?()
                nextPresence = ContinuousClock.now + .seconds(presencePause)
            }
        }
    }

    /// Does something again and again for as long as there is a store, which is not kept between the times.
    private static func repeating(
        _ store: () -> JetStreamStore?, _ condition: NSCondition, seconds: Double, _ body: (JetStreamStore) -> Void
    ) {
        func isThere() -> Bool {
            guard let store = store(), !store.locked({ store.isClosed }) else { return false }
            body(store)
            return true
        }
        while isThere() {
            condition.lock()
            _ = condition.wait(until: Date(timeIntervalSinceNow: seconds))
            condition.unlock()
        }
    }

    /// Says that this dispatcher is still at what it holds. It is only known to have been heard where the last word about
    /// each partner has an answer.
    private func speak(_ now: ContinuousClock.Instant) {
        let partners = locked {
            Dictionary(grouping: held.filter { !$0.value.isLost }) { $0.value.subject.partnerToken }
        }
        for messages in partners.values {
            for (_, message) in messages.dropLast() { say(PullVerdict.inProgress, to: message.acknowledgement) }
            guard let last = messages.last?.value.acknowledgement else { continue }
            let numbers = messages.map { ($0.key, $0.value.number) }
            connection.ask(last, payload: PullVerdict.inProgress, seconds: settings.patience) { [weak self] result in
                guard case .success = result, let self else { return }
                locked {
                    for (place, number) in numbers where held[place]?.number == number { held[place]?.spoken = now }
                }
            }
        }
    }

    /// What this dispatcher has not spoken for in time may be another's by now: after a pause of the process.
    private func dropLost(_ now: ContinuousClock.Instant) {
        locked {
            for (number, message) in held where now > end(of: message) {
                held[number]?.isLost = true
            }
            for slot in ledger.entries.indices {
                let entry = ledger.entries[slot]
                guard entry.state == .waiting || entry.state == .held, held[entry.event]?.isLost == true else {
                    continue
                }
                drop(Int32(slot))
            }
        }
    }

    private func runRepeats() {
        let (isConnected, now) = (connection.isConnected, ContinuousClock.now)
        let all = locked {
            // What may be given up is, whether or not there are servers.
            let taken = repeats.filter { isConnected || $0.until.map { $0 <= now } ?? false }
            repeats = isConnected ? [] : repeats.filter { !($0.until.map { $0 <= now } ?? false) }
            return taken
        }
        for each in all { each.body() }
    }

    /// Asks the servers what they hold, and for partners that others have begun.
    ///
    /// - Parameter isExact: whether letters are counted now; else seldom, the more there are.
    ///
    /// - Returns: whether they have said so.
    @discardableResult
    func look(isExact: Bool = false) -> Bool {
        let putsBefore = locked { puts }
        guard connection.isConnected, let consumers = try? stream.consumers(of: names.work) else { return false }
        var counts: [String: StoreCounts] = [:]
        for consumer in consumers {
            guard let partner = names.partner(ofConsumer: consumer.name) else { continue }
            counts[partner, default: .init()].pending = consumer.num_pending + consumer.num_ack_pending
        }
        countLetters(isExact)
        let begun = locked {
            for (partner, number) in letterCounts {
                counts[partner, default: .init()].dead = number.dead
                counts[partner, default: .init()].parked = number.parked
            }
            // What was put meanwhile may not be in it.
            if puts != putsBefore {
                for (partner, known) in remote {
                    counts[partner, default: .init()].pending = max(counts[partner]?.pending ?? 0, known.pending)
                }
            }
            // A consumer whose servers choose who leads is not in the list.
            for (partner, known) in remote where counts[partner] == nil && pulls[partner] != nil {
                counts[partner] = known
            }
            remote = counts
            for partner in counts.keys where pulls[partner] == nil { pulls[partner] = PartnerPulls() }
            return Array(pulls.keys)
        }
        // A consumer that somebody has taken away is made anew.
        let there = Set(consumers.map(\.name))
        if isDispatcher, let gone = begun.first(where: { !there.contains(names.consumer($0)) }) {
            try? makeConsumer(gone)
        }
        return true
    }

    /// Counts letters by partner: seldom, the more there are, since every one is looked at.
    private func countLetters(_ isExact: Bool) {
        // Where nobody knows, there may be some.
        guard let count = try? stream.state(ofStream: names.letters).state.messages else {
            return locked { mayHaveLetters = true }
        }
        locked { mayHaveLetters = count > 0 }
        let now = ContinuousClock.now
        guard isExact || now >= locked({ nextCount }), let counts = try? countedLetters() else { return }
        locked {
            letterCounts = counts
            nextCount = now + .seconds(max(2, Double(count) / 5_000))
        }
    }

    private func countedLetters() throws(NATSProblem) -> [String: (dead: Int, parked: Int)] {
        var counts: [String: (dead: Int, parked: Int)] = [:]
        for subject in try stream.subjects(of: names.letters, matching: "\(names.base).letters.>").keys {
            guard let (state, partner) = names.letter(subject) else { continue }
            if state == .dead {
                counts[partner, default: (0, 0)].dead += 1
            } else {
                counts[partner, default: (0, 0)].parked += 1
            }
        }
        return counts
    }

    /// A connection has ended: no pull of it gives anything more.
    func disconnected() {
        locked {
            for partner in pulls.keys { pulls[partner]?.asked = 0 }
        }
        for body in locked({ disconnections }) { body() }
    }

    /// Has a closure called whenever a connection has ended.
    func whenDisconnected(_ body: @escaping @Sendable () -> Void) { locked { disconnections.append(body) } }

    func reconnected() {
        locked { speaksAtOnce = true }
        if let server = connection.server { say(.storeBack(server: server.address)) }
    }

    /// Tells something, unless this store is about to end its connection itself.
    func say(_ notice: DeliveryNotice) {
        guard let tell = locked({ isClosed ? nil : tell }) else { return }
        tell(notice)
    }
}

extension JetStreamStore {
    /// Waits until everything that was said is known, and this dispatcher holds all that the servers have to hand out; for
    /// tests, where nobody else has any of it.
    func settleDown(seconds: Double = 20) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            condition.lock()
            while openOutcomes > 0, condition.wait(until: Date(timeIntervalSinceNow: 1)) {}
            let isQuiet = openOutcomes == 0 && repeats.isEmpty
            condition.unlock()
            look(isExact: true)
            let isWhole = locked { () -> Bool in
                pulls.keys.allSatisfy { partner in
                    remote[partner]?.pending ?? 0 == ledger.counts[partner]?.pending ?? 0
                        && pulls[partner]?.looking == 0
                }
            }
            if isQuiet, isWhole { return true }
        }
        return false
    }
}

extension String {
    /// The piece of a subject that names the partner.
    fileprivate var partnerToken: Substring {
        let parts = split(separator: ".")
        return parts.count > 2 ? parts[2] : ""
    }
}
