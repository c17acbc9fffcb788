import Foundation
import NATSClient
import PostbackTemplate

extension JetStreamStore {
    /// What has to be done from time to time, on a thread of its own, for as long as there is a store.
    static func keep(_ store: () -> JetStreamStore?) {
        var nextSpeech = ContinuousClock.now
        var nextLook = ContinuousClock.now
        var nextPresence = ContinuousClock.now
        while let store = store() {
            guard !store.locked({ store.isClosed }) else { return }
            let now = ContinuousClock.now
            store.dropLost(now)
            if now >= nextSpeech {
                store.speak(now)
                nextSpeech = now + .seconds(store.settings.leaseSeconds / 4)
            }
            store.runRepeats()
            if store.isDispatcher { store.pull() }
            if now >= nextLook {
                store.look()
                nextLook = ContinuousClock.now + .seconds(1)
            }
            if now >= nextPresence {
                store.beThere()
                store.locked({ store.lookAtShared })?()
                nextPresence = ContinuousClock.now + .seconds(presencePause)
            }
            // Nobody waits for anything here, so the store is not kept while nothing is done.
            let condition = store.condition
            condition.lock()
            if store.repeats.isEmpty { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05)) }
            condition.unlock()
        }
    }

    /// Says that this dispatcher is still at what it holds.
    private func speak(_ now: ContinuousClock.Instant) {
        let subjects = locked {
            let mine = held.filter { !$0.value.isLost }
            for number in mine.keys { held[number]?.spoken = now }
            return mine.values.map(\.acknowledgement)
        }
        for subject in subjects { say(PullVerdict.inProgress, to: subject) }
    }

    /// What this dispatcher has not spoken for in time may be another's by now: after a pause of the process.
    private func dropLost(_ now: ContinuousClock.Instant) {
        locked {
            for (number, message) in held where now - message.spoken > .seconds(settings.leaseSeconds * 0.8) {
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
        guard connection.isConnected else { return }
        let all = locked {
            defer { repeats = [] }
            return repeats
        }
        for body in all { body() }
    }

    /// Asks the servers what they hold, and for partners that others have begun.
    func look() {
        let putsBefore = locked { puts }
        guard connection.isConnected, let consumers = try? stream.consumers(of: names.work) else { return }
        var counts: [String: StoreCounts] = [:]
        for consumer in consumers {
            guard let partner = names.partner(ofConsumer: consumer.name) else { continue }
            counts[partner, default: .init()].pending = consumer.num_pending + consumer.num_ack_pending
        }
        let letters = (try? letterCounts()) ?? [:]
        for (partner, number) in letters {
            counts[partner, default: .init()].dead = number.dead
            counts[partner, default: .init()].parked = number.parked
        }
        locked {
            // What was put meanwhile may not be in it.
            if puts != putsBefore {
                for (partner, known) in remote {
                    counts[partner, default: .init()].pending = max(counts[partner]?.pending ?? 0, known.pending)
                }
            }
            remote = counts
            mayHaveLetters = !letters.isEmpty
            for partner in counts.keys where pulls[partner] == nil { pulls[partner] = PartnerPulls() }
        }
    }

    /// How many letters there are of each partner.
    private func letterCounts() throws(NATSProblem) -> [String: (dead: Int, parked: Int)] {
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

    func reconnected() { locked { condition.broadcast() } }
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
            look()
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
