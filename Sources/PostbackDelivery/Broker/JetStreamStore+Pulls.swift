import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate

/// What is asked for of one partner.
struct PartnerPulls {
    /// The subject that its messages come to, once something has been asked for.
    var subject: String?
    /// The subscription to it.
    var subscription: UInt64?
    /// Messages that are asked for and have not come.
    var asked = 0
    /// Until when what is asked for comes.
    var until = ContinuousClock.now
    /// Messages of the partner that are not in the ledger yet, since something has to be asked about them.
    var looking = 0
}

extension JetStreamStore {
    /// Asks for more messages of every partner of which this dispatcher holds few and nothing is asked for.
    func pull() { for partner in locked({ Array(pulls.keys) }) { pull(partner) } }

    /// The same for one partner.
    func pull(_ partner: String) {
        let wanted: (subject: String?, count: Int)? = locked {
            let now = ContinuousClock.now
            guard isDispatcher, !isClosed, !isEnding, let state = pulls[partner], state.asked == 0 || state.until <= now
            else {
                return nil
            }
            let counts = ledger.laneCounts(partner)
            // What is held back would only go in circles.
            guard counts.held < settings.portion * 4 else { return nil }
            let room = settings.portion - (counts.pending - counts.held) - state.looking
            guard room * 2 >= settings.portion else { return nil }
            pulls[partner]?.asked = room
            pulls[partner]?.until = now + .seconds(Self.pullSeconds + 2)
            return (state.subject, room)
        }
        guard let wanted else { return }
        pull(wanted.count, of: partner, to: wanted.subject ?? listen(for: partner))
    }

    private func listen(for partner: String) -> String {
        let subject = connection.uniqueSubject()
        let number = connection.subscribe(subject) { [weak self] message in self?.take(message, of: partner) }
        locked {
            pulls[partner]?.subject = subject
            pulls[partner]?.subscription = number
        }
        return subject
    }

    private func pull(_ count: Int, of partner: String, to subject: String) {
        do throws(NATSProblem) {
            try stream.pull(
                count, seconds: Self.pullSeconds, from: names.consumer(partner), of: names.work, to: subject)
        } catch {
            locked { pulls[partner]?.asked = 0 }
        }
    }

    /// A message has come that was asked for, or nothing more comes.
    private func take(_ message: NATSMessage, of partner: String) {
        if let status = message.pullStatus {
            // 100 says that the server is there; all others that nothing more comes, 503 that nobody is there now.
            if status != 100 {
                locked {
                    pulls[partner]?.asked = status == 503 ? 1 : 0
                    if status == 503 { pulls[partner]?.until = .now + .seconds(1) }
                }
            }
            return
        }
        locked {
            let asked = pulls[partner]?.asked ?? 0
            pulls[partner]?.asked = max(0, asked - 1)
        }
        defer { pull(partner) }
        guard let pulled = PulledMessage(message) else { return }
        guard let record = BrokerRecord(pulled.message.payload), record.partner == partner else {
            return reject(pulled, "unreadable_record")
        }
        guard record.settled == nil else { return moveLetter(record, pulled) }
        let now = ContinuousClock.now
        if locked({ isEnding || isClosed }) { return say(Self.afterPulls, to: pulled.acknowledgement) }
        if let isDone = locked({ finishing[pulled.number] }) {
            // What is being said about it goes for this delivery, too.
            if isDone { say(PullVerdict.done, to: pulled.acknowledgement) }
            return
        }
        if refresh(record.key, pulled, now) { return }
        guard pulled.deliveries > 1 else { return hold(record, pulled, now) }
        // Whoever had it before may have noted that an attempt is made.
        locked { pulls[partner]?.looking += 1 }
        lookForNote(record, pulled, now)
    }

    /// What this dispatcher has already was handed out once more, since it spoke for it too late.
    private func refresh(_ key: Fingerprint, _ pulled: PulledMessage, _ now: ContinuousClock.Instant) -> Bool {
        locked {
            guard let slot = ledger.slot(of: key), held[ledger[slot].event]?.number == pulled.number else {
                return false
            }
            let place = ledger[slot].event
            if let spoken = held[place]?.spoken, spoken < now {
                held[place]?.acknowledgement = pulled.acknowledgement
                held[place]?.spoken = now
                held[place]?.isLost = false
            }
            return true
        }
    }

    private func lookForNote(_ record: BrokerRecord, _ pulled: PulledMessage, _ arrival: ContinuousClock.Instant) {
        let subject = noteSubject(record.key, pulled.number)
        stream.lastOfLeader(of: subject, in: names.notes) { [weak self] result in
            guard let self else { return }
            switch result {
            // Without an answer nothing is sent.
            case .failure: askAgain { [weak self] in self?.lookForNote(record, pulled, arrival) }
            case .success(.some):
                locked { pulls[record.partner]?.looking -= 1 }
                // It came twice, and is held already: the note is this dispatcher's own.
                if refresh(record.key, pulled, arrival) { return }
                var parked = record
                parked.posting.attempts = UInt8(clamping: Int(record.posting.attempts) + 1)
                settle(
                    parked, as: .parked, "unknown_outcome", number: pulled.number,
                    acknowledgement: pulled.acknowledgement,
                    until: arrival + sureness, isNoted: true, now: clock.now)
            case .success(nil):
                locked { pulls[record.partner]?.looking -= 1 }
                if refresh(record.key, pulled, arrival) { return }
                hold(record, pulled, arrival)
            }
        }
    }

    func noteSubject(_ key: Fingerprint, _ number: UInt64) -> String {
        BrokerNames.key("\(key).\(number)", of: names.notes)
    }

    /// Keeps a message until it is due, or leaves it to the server until then.
    private func hold(_ record: BrokerRecord, _ pulled: PulledMessage, _ arrival: ContinuousClock.Instant) {
        let due = record.posting.postback.due.microseconds
        let early = due.subtractingReportingOverflow(clock.now.microseconds)
        guard early.overflow || early.partialValue <= settings.horizon || settings.horizon == .max else {
            // A little earlier, so that it is held when it is due.
            let delay = max(early.partialValue - settings.horizon / 2, 100_000)
            say(PullVerdict.later(microseconds: min(delay, 3_600_000_000)), to: pulled.acknowledgement)
            return
        }
        condition.lock()
        let isNew = add(record, pulled, arrival)
        condition.unlock()
        if !isNew { say(PullVerdict.later(microseconds: 1_000_000), to: pulled.acknowledgement) }
        locked({ arrived })()
    }

    /// Adds a message to what is held; false where the postback is in flight as an older record.
    private func add(
        _ record: BrokerRecord, _ pulled: PulledMessage, _ arrival: ContinuousClock.Instant
    ) -> Bool {
        if let slot = ledger.slot(of: record.key) {
            let entry = ledger[slot]
            guard entry.state == .waiting || entry.state == .held else {
                held[entry.event]?.isLost = true
                return false
            }
            drop(slot)
        }
        held[nextNumber] = HeldMessage(
            line: record.line, received: record.received, subject: pulled.message.subject, number: pulled.number,
            acknowledgement: pulled.acknowledgement, spoken: arrival)
        let slot = ledger.add(
            record.posting.postback, event: nextNumber, attempts: Int(record.posting.attempts),
            received: record.received, queues: false)
        if let slot {
            ledger.change(slot) { $0.revision = record.posting.revision }
            ledger.queue(slot)
        }
        nextNumber += 1
        return true
    }

    /// Forgets a postback that is not this dispatcher's any more; the condition is locked.
    func drop(_ slot: Int32) {
        held[ledger[slot].event] = nil
        ledger.drop(slot)
    }

    /// Puts aside what nobody can read, with the reason.
    private func reject(_ pulled: PulledMessage, _ reason: String) {
        stream.publish(names.rejects(), headers: ["Reason": reason], payload: pulled.message.payload) {
            [weak self] result in
            if case .success = result { self?.say(PullVerdict.useless, to: pulled.acknowledgement) }
        }
    }

    /// Says something about a message. Where it is lost, the message comes again.
    func say(_ verdict: [UInt8], to subject: String) { try? connection.publish(subject, payload: verdict) }
}
