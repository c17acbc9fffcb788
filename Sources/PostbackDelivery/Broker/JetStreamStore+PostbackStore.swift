import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate

extension JetStreamStore: PostbackStore {
    func put(_ event: AcceptedEvent, now: Timestamp) throws(StoreProblem) -> [Bool] {
        switch try put([event], now: now)[0] {
        case .taken(let taken): return taken
        case .refused(let problem): throw problem
        }
    }

    var partners: [String] { locked { Array(Set(ledger.partners).union(pulls.keys)).sorted() } }

    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp? {
        locked { ledger.nextDue(partner, isRetry: isRetry) }
    }

    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease? {
        condition.lock()
        defer { condition.unlock() }
        while let slot = ledger.take(partner, isRetry: isRetry, now: now.microseconds) {
            let number = ledger[slot].event
            guard let message = held[number], isMine(message) else {
                drop(slot)
                continue
            }
            return ledger.lease(slot, received: message.received)
        }
        return nil
    }

    func line(of lease: PostbackLease) -> [UInt8] {
        locked { ledger.slot(of: lease.key).flatMap { held[ledger[$0].event]?.line } ?? [] }
    }

    func hold(_ lease: PostbackLease) {
        let message: HeldMessage? = locked {
            guard let slot = ledger.slot(of: lease.key) else { return nil }
            let counts = ledger.counts[lease.target.partner] ?? StoreCounts()
            guard counts.held >= settings.portion * 4 else {
                ledger.hold(slot)
                return nil
            }
            defer { drop(slot) }
            return held[ledger[slot].event]
        }
        // What is too much to be held here comes again after a while.
        if let message { say(PullVerdict.later(microseconds: 60_000_000), to: message.acknowledgement) }
    }

    func notify(_ arrived: @escaping @Sendable () -> Void) { locked { self.arrived = arrived } }

    func releaseHeld() { locked { ledger.releaseHeld() } }

    func revive(_ key: Fingerprint, due: Timestamp) throws(StoreProblem) -> Bool {
        try onServers { () throws(NATSProblem) in
            guard let message = try letter(key) else { return false }
            return try revive(message, due: due)
        }
    }

    /// Has a letter wait again: first in its place in the work queue, then it is no letter any more.
    func revive(_ message: StoredMessage, due: Timestamp) throws(NATSProblem) -> Bool {
        guard var record = BrokerRecord(message.payload) else { return false }
        record.posting.state = 0
        record.posting.attempts = 0
        record.posting.reason = ""
        record.posting.postback.due = due
        try begin(record.partner)
        let subject = names.workSubject(record.partner, record.key.description)
        for _ in 0..<5 {
            // It may still be on its way from there to the letters; what waits there was revived by somebody else.
            let there = try stream.last(matching: subject, in: names.work)
            if let there, BrokerRecord(there.payload)?.settled == nil {
                _ = try stream.delete(message.number, from: names.letters)
                return false
            }
            do throws(NATSProblem) {
                try stream.publish(
                    subject, headers: .expecting(last: there?.number ?? 0),
                    payload: record.payload)
            } catch {
                guard Self.isWrongLast(error) else { throw error }
                continue
            }
            return try stream.delete(message.number, from: names.letters)
        }
        return false
    }

    func discard(_ key: Fingerprint, now: Timestamp) throws(StoreProblem) -> Bool {
        try onServers { () throws(NATSProblem) in
            guard let message = try letter(key) else { return false }
            return try discard(message, now: now)
        }
    }

    func discard(_ message: StoredMessage, now: Timestamp) throws(NATSProblem) -> Bool {
        guard let record = BrokerRecord(message.payload) else { return false }
        let subject = names.workSubject(record.partner, record.key.description)
        // What is on its way to the letters would come there once more.
        if let there = try stream.last(matching: subject, in: names.work), BrokerRecord(there.payload)?.settled != nil {
            _ = try stream.delete(there.number, from: names.work)
        }
        guard try stream.delete(message.number, from: names.letters) else { return false }
        remember(record.key, now: now)
        return true
    }

    /// The letter that a list has named.
    func message(of letter: SettledPostback) throws(NATSProblem) -> StoredMessage? {
        try stream.last(
            matching: names.letterSubject(letter.state, letter.target.partner, letter.key.description),
            in: names.letters)
    }

    private func onServers<Result>(_ body: () throws(NATSProblem) -> Result) throws(StoreProblem) -> Result {
        do throws(NATSProblem) { return try body() } catch { throw Self.storeProblem(error) }
    }

    /// The letter with a key.
    private func letter(_ key: Fingerprint) throws(NATSProblem) -> StoredMessage? {
        try stream.last(matching: names.letterFilter(key.description), in: names.letters)
    }

    var settled: [SettledPostback] { (try? letters()) ?? [] }

    /// All that is dead or parked.
    func letters() throws(NATSProblem) -> [SettledPostback] {
        var letters: [SettledPostback] = []
        try stream.forEach(in: names.letters) { message in
            if let letter = BrokerRecord(message.payload)?.letter { letters.append(letter) }
        }
        return letters
    }

    var counts: [String: StoreCounts] {
        locked {
            var counts = remote
            for (partner, local) in ledger.counts {
                var known = counts[partner] ?? StoreCounts()
                known.held = local.held
                known.pending = max(known.pending, local.pending)
                counts[partner] = known
            }
            return counts
        }
    }

    /// How many postbacks of each target this dispatcher holds; what waits in the servers has no list.
    func waiting() -> [PostbackTarget: Int] { locked { ledger.waiting() } }

    /// Notes are waited for before anything is sent that they are about.
    func commit() -> StoreCommit? {
        guard locked({ openNotes > 0 }) else { return nil }
        return StoreCommit { [self] in
            condition.lock()
            while openNotes > 0 { condition.wait() }
            condition.unlock()
        }
    }

    /// What partners have answered is on its way already.
    func flush() -> StoreCommit? { nil }

    func maintain(now: Timestamp) throws(StoreProblem) -> [SettledPostback] {
        guard ContinuousClock.now >= nextLook, connection.isConnected, locked({ mayHaveLetters }) else { return [] }
        nextLook = .now + .seconds(settings.horizon == .max ? 0 : 10)
        var discarded: [SettledPostback] = []
        // What cannot be looked at now is looked at later.
        try? discardBeyondLimits(now, &discarded)
        return discarded
    }

    private func discardBeyondLimits(_ now: Timestamp, _ discarded: inout [SettledPostback]) throws(NATSProblem) {
        let state = try stream.state(ofStream: names.letters).state
        var count = state.messages
        var number = state.first_seq
        while discarded.count < 1_000, count > 0, let message = try stream.first(from: number, in: names.letters) {
            number = message.number + 1
            guard let letter = BrokerRecord(message.payload)?.letter else { continue }
            let age = (now.microseconds - letter.time.microseconds) / 1_000_000
            let isOld = age > letterLimits.seconds
            guard count > letterLimits.most || isOld else { return }
            count -= 1
            guard try stream.delete(message.number, from: names.letters) else { continue }
            remember(letter.key, now: now)
            discarded.append(letter)
        }
    }
}
