import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate
import Synchronization

extension JetStreamStore {
    /// Takes what a lease is about out of what is held; nil where another dispatcher has it, or may have it where that counts.
    private func release(
        _ lease: PostbackLease, isDone: Bool
    ) -> (record: BrokerRecord, message: HeldMessage)? {
        let released: (BrokerRecord, HeldMessage)? = locked {
            guard let slot = ledger.slot(of: lease.key), let message = held[ledger[slot].event] else { return nil }
            let isMine = isMine(message)
            drop(slot)
            // That a partner has it is so, whoever says it; all else is for the one to say who has it now.
            guard isDone || isMine else { return nil }
            finishing[message.number] = isDone
            let postback = AcceptedPostback(
                key: lease.key, target: lease.target, item: lease.item, withheld: lease.withheld, due: lease.due)
            let event = AcceptedEvent(line: message.line, received: lease.received, postbacks: [])
            var record = BrokerRecord(event, postback)
            record.posting.attempts = UInt8(clamping: lease.attempts)
            record.posting.revision = lease.revision
            return (record, message)
        }
        pull(lease.target.partner)
        return released
    }

    /// What was said about a message is known.
    private func finished(_ number: UInt64, _ key: Fingerprint, isNoted: Bool) {
        locked { finishing[number] = nil }
        if isNoted { forgetNote(key, number) }
    }

    /// The moment until which a message is sure to be this dispatcher's.
    func end(of message: HeldMessage) -> ContinuousClock.Instant {
        message.spoken + sureness
    }

    /// Asks until it is known what became of it; it is open until then.
    private func outcome(_ ask: @escaping @Sendable (@escaping @Sendable (Bool) -> Void) -> Void) {
        locked { openOutcomes += 1 }
        repeating(ask)
    }

    private func repeating(_ ask: @escaping @Sendable (@escaping @Sendable (Bool) -> Void) -> Void) {
        ask { [weak self] isKnown in
            guard let self else { return }
            guard isKnown else { return askAgain { [weak self] in self?.repeating(ask) } }
            locked {
                openOutcomes -= 1
                condition.broadcast()
            }
        }
    }

    func done(_ lease: PostbackLease, now: Timestamp) {
        guard let (_, message) = release(lease, isDone: true) else { return }
        acknowledge(message.acknowledgement) { [weak self] in
            self?.finished(message.number, lease.key, isNoted: message.isNoted)
        }
        // A key is remembered from when its postback is done.
        if Ledger.seconds(now) > Ledger.seconds(lease.received).addingClamped(settings.window / 2) {
            remember(lease.key, now: now)
        }
    }

    /// Says that a message is done with, until the server says that it knows.
    func acknowledge(_ subject: String, _ then: @escaping @Sendable () -> Void = {}) {
        // A consumer whose servers choose who leads has nobody who answers for a while; one that is gone never has.
        let since = Mutex<ContinuousClock.Instant?>(nil)
        outcome { [connection, settings] known in
            connection.ask(subject, payload: PullVerdict.done, seconds: settings.patience) { result in
                if case .failure(let problem) = result, Self.isPassing(problem) {
                    let now = ContinuousClock.now
                    let first = since.withLock { since -> ContinuousClock.Instant in
                        // While there are no servers no time passes.
                        since = problem == .disconnected ? nil : since ?? now
                        return since ?? now
                    }
                    guard now - first > .seconds(settings.leaseSeconds) else { return known(false) }
                }
                then()
                known(true)
            }
        }
    }

    /// Remembers a key from now on for the window.
    func remember(_ key: Fingerprint, now: Timestamp) { remember(key, second: Ledger.seconds(now)) }

    func remember(_ key: Fingerprint, second: UInt32) {
        let value = BrokerKey(owner: "", taken: second, until: second.addingClamped(settings.window)).payload
        let subject = BrokerNames.key(key.description, of: names.keys)
        outcome { [stream] known in
            stream.publish(subject, payload: value) { result in
                if case .failure(let problem) = result { known(!Self.isPassing(problem)) } else { known(true) }
            }
        }
    }

    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) {
        guard let (released, message) = release(lease, isDone: false) else { return }
        var record = released
        record.posting.attempts = UInt8(clamping: attempts)
        record.posting.postback.due = due
        replace(
            message.subject, number: message.number, acknowledgement: message.acknowledgement, with: record,
            until: end(of: message), isNoted: message.isNoted)
    }

    /// Puts a record in the place of a message, unless another dispatcher has done so before.
    func replace(
        _ subject: String, number: UInt64, acknowledgement: String, with record: BrokerRecord,
        until end: ContinuousClock.Instant, isNoted: Bool, _ then: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) {
        let headers = NATSHeaders.expecting(last: number)
        let payload = record.payload
        let key = record.key
        outcome { [weak self, stream] known in
            // Another dispatcher may have it by now, whose word counts.
            guard ContinuousClock.now < end else {
                self?.finished(number, key, isNoted: false)
                return known(true)
            }
            stream.publish(subject, headers: headers, payload: payload) { [weak self] result in
                switch result {
                case .success(let kept):
                    // The message itself is gone; the server need not look for it once more.
                    self?.say(PullVerdict.done, to: acknowledgement)
                    then(kept.seq)
                    self?.finished(number, key, isNoted: isNoted)
                    known(true)
                case .failure(let problem) where Self.isPassing(problem): known(false)
                case .failure:
                    self?.finished(number, key, isNoted: false)
                    known(true)
                }
            }
        }
    }

    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
    ) {
        guard let (released, message) = release(lease, isDone: false) else { return }
        var record = released
        record.posting.attempts = UInt8(clamping: attempts)
        settle(
            record, as: state, reason, number: message.number, acknowledgement: message.acknowledgement,
            until: end(of: message), isNoted: message.isNoted, now: now)
    }

    /// Makes a letter of a postback: first in its own place, where that is still this dispatcher's, then among the letters.
    func settle(
        _ record: BrokerRecord, as state: SettledState, _ reason: String, number: UInt64, acknowledgement: String,
        until end: ContinuousClock.Instant, isNoted: Bool, now: Timestamp
    ) {
        var record = record
        record.posting.state = state.rawValue
        record.posting.reason = reason
        record.posting.postback.due = now
        let subject = names.workSubject(record.partner, record.key.description)
        let letter = record
        replace(
            subject, number: number, acknowledgement: acknowledgement, with: record, until: end, isNoted: isNoted
        ) { [weak self] number in
            guard let self else { return }
            keep(letter, number) { [weak self] in self?.removeWork(number) }
        }
    }

    /// What is dead or parked has been handed out: it goes where letters are.
    func moveLetter(_ record: BrokerRecord, _ pulled: PulledMessage) {
        keep(record, pulled.number) { [weak self] in self?.acknowledge(pulled.acknowledgement) }
    }

    private func keep(_ letter: BrokerRecord, _ number: UInt64, _ then: @escaping @Sendable () -> Void) {
        guard let state = letter.settled else { return }
        let subject = names.letterSubject(state, letter.partner, letter.key.description)
        let payload = letter.payload
        // Once for the record that it is of, so that what was replayed meanwhile does not come back.
        let headers: NATSHeaders = ["Nats-Msg-Id": "\(letter.key):\(number)"]
        locked { mayHaveLetters = true }
        outcome { [stream] known in
            stream.publish(subject, headers: headers, payload: payload) { result in
                switch result {
                case .success:
                    then()
                    known(true)
                // What cannot be kept among the letters stays where it is.
                case .failure(let problem): known(!Self.isPassing(problem))
                }
            }
        }
    }

    private func removeWork(_ number: UInt64) {
        outcome { [stream, names] known in
            stream.delete(number, from: names.work) { problem in known(problem.map { !Self.isPassing($0) } ?? true) }
        }
    }

    func intend(_ lease: PostbackLease) {
        let number: UInt64? = locked {
            guard let number = ledger.slot(of: lease.key).flatMap({ held[ledger[$0].event]?.number }) else {
                refused.insert(lease.key)
                return nil
            }
            openNotes += 1
            noteCount += 1
            if let slot = ledger.slot(of: lease.key) { held[ledger[slot].event]?.isNoted = true }
            return number
        }
        guard let number else { return }
        // A note that was asked for twice is one of this attempt only if it says so.
        note(
            noteSubject(lease.key, number), lease.key, Array("\(owner):\(locked { noteCount })".utf8),
            until: .now + .seconds(settings.leaseSeconds * 0.6))
    }

    private func note(_ subject: String, _ key: Fingerprint, _ text: [UInt8], until end: ContinuousClock.Instant) {
        stream.publish(subject, headers: .expecting(last: 0), payload: text) {
            [weak self] result in
            guard let self else { return }
            switch result {
            case .success: noted(key, isMine: true)
            case .failure(let problem) where Self.isWrongLast(problem):
                stream.lastOfLeader(of: subject, in: names.notes) { [weak self] found in
                    let isMine = if case .success(let message?) = found { message.payload == text } else { false }
                    self?.noted(key, isMine: isMine)
                }
            case .failure(let problem) where Self.isPassing(problem) && ContinuousClock.now < end:
                askAgain(until: end) { [weak self] in self?.note(subject, key, text, until: end) }
            // Another dispatcher may have made the same attempt, or nobody knows whether the note is kept.
            case .failure: noted(key, isMine: false)
            }
        }
    }

    private func noted(_ key: Fingerprint, isMine: Bool) {
        locked {
            if !isMine { refused.insert(key) }
            openNotes -= 1
            condition.broadcast()
        }
    }

    /// Takes a note back whose attempt has an outcome.
    func forgetNote(_ key: Fingerprint, _ number: UInt64) {
        stream.purge(names.notes, matching: noteSubject(key, number)) { _ in }
    }

    /// Whether an attempt may be made that was noted: no other dispatcher has it, and none has noted it before.
    func mayBeSent(_ lease: PostbackLease) -> Bool {
        locked {
            guard refused.remove(lease.key) == nil, let slot = ledger.slot(of: lease.key),
                let message = held[ledger[slot].event]
            else { return false }
            return isMine(message)
        }
    }

    /// Whether no other dispatcher can have a message; the condition is locked.
    func isMine(_ message: HeldMessage) -> Bool {
        !message.isLost && ContinuousClock.now < end(of: message)
    }

    func giveBack(_ lease: PostbackLease) {
        locked {
            refused.remove(lease.key)
            if let slot = ledger.slot(of: lease.key) { drop(slot) }
        }
        pull(lease.target.partner)
    }
}
