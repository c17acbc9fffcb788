import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate

extension JetStreamStore {
    /// Takes what a lease is about out of what is held; nil where another dispatcher has it.
    private func release(_ lease: PostbackLease) -> (record: BrokerRecord, message: HeldMessage)? {
        let released = taken(lease)
        if let released {
            forgetNote(lease.key, released.message.number)
            pull(lease.target.partner)
        }
        return released
    }

    private func taken(_ lease: PostbackLease) -> (record: BrokerRecord, message: HeldMessage)? {
        locked {
            guard let slot = ledger.slot(of: lease.key), let message = held[ledger[slot].event] else { return nil }
            drop(slot)
            var postback = AcceptedPostback(
                key: lease.key, target: lease.target, item: lease.item, withheld: lease.withheld, due: lease.due)
            postback.claim = nil
            let event = AcceptedEvent(line: message.line, received: lease.received, postbacks: [])
            var record = BrokerRecord(event, postback)
            record.posting.attempts = UInt8(clamping: lease.attempts)
            record.posting.revision = lease.revision
            return (record, message)
        }
    }

    /// Asks until it is known what became of it; `isOpen` until then.
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
        guard let (_, message) = release(lease) else { return }
        acknowledge(message.acknowledgement)
        // A key is remembered from when its postback is done.
        if Ledger.seconds(now) > Ledger.seconds(lease.received).addingClamped(settings.window / 2) {
            remember(lease.key, now: now)
        }
    }

    /// Says that a message is done with, until the server says that it knows.
    func acknowledge(_ subject: String) {
        // A consumer whose servers choose who leads has nobody who answers; one that is gone never has.
        let end = ContinuousClock.now + .seconds(settings.leaseSeconds)
        outcome { [connection, settings] known in
            connection.ask(subject, payload: PullVerdict.done, seconds: settings.patience) { result in
                switch result {
                case .success: known(true)
                case .failure(let problem): known(!Self.isPassing(problem) || ContinuousClock.now > end)
                }
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
        guard let (released, message) = release(lease) else { return }
        var record = released
        record.posting.attempts = UInt8(clamping: attempts)
        record.posting.postback.due = due
        replace(message.subject, number: message.number, acknowledgement: message.acknowledgement, with: record)
    }

    /// Puts a record in the place of a message, unless another dispatcher has done so before.
    func replace(
        _ subject: String, number: UInt64, acknowledgement: String, with record: BrokerRecord,
        _ then: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) {
        let headers: NATSHeaders = ["Nats-Expected-Last-Subject-Sequence": String(number)]
        let payload = record.payload
        outcome { [weak self, stream] known in
            stream.publish(subject, headers: headers, payload: payload) { [weak self] result in
                switch result {
                case .success(let kept):
                    // The message itself is gone; the server need not look for it once more.
                    self?.say(PullVerdict.done, to: acknowledgement)
                    then(kept.seq)
                    known(true)
                case .failure(let problem): known(!Self.isPassing(problem))
                }
            }
        }
    }

    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
    ) {
        guard let (released, message) = release(lease) else { return }
        var record = released
        record.posting.attempts = UInt8(clamping: attempts)
        settle(record, as: state, reason, number: message.number, acknowledgement: message.acknowledgement, now: now)
    }

    /// Makes a letter of a postback: first in its own place, where that is still this dispatcher's, then among the letters.
    func settle(
        _ record: BrokerRecord, as state: SettledState, _ reason: String, number: UInt64, acknowledgement: String,
        now: Timestamp
    ) {
        var record = record
        record.posting.state = state.rawValue
        record.posting.reason = reason
        record.posting.postback.due = now
        let subject = names.workSubject(record.partner, record.key.description)
        let letter = record
        replace(subject, number: number, acknowledgement: acknowledgement, with: record) { [weak self] number in
            guard let self else { return }
            keep(letter) { [weak self] in self?.removeWork(number) }
        }
    }

    /// What is dead or parked has been handed out: it goes where letters are.
    func moveLetter(_ record: BrokerRecord, _ pulled: PulledMessage) {
        keep(record) { [weak self] in self?.acknowledge(pulled.acknowledgement) }
    }

    private func keep(_ letter: BrokerRecord, _ then: @escaping @Sendable () -> Void) {
        guard let state = letter.settled else { return }
        let subject = names.letterSubject(state, letter.partner, letter.key.description)
        let payload = letter.payload
        locked { mayHaveLetters = true }
        outcome { [stream] known in
            stream.publish(subject, payload: payload) { result in
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
        outcome { [connection, names, settings] known in
            connection.ask(
                "$JS.API.STREAM.MSG.DELETE." + names.work, payload: Array("{\"seq\":\(number),\"no_erase\":true}".utf8),
                seconds: settings.patience
            ) { result in
                if case .failure(let problem) = result { known(!Self.isPassing(problem)) } else { known(true) }
            }
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
            return number
        }
        guard let number else { return }
        // A note that was asked for twice is one of this attempt only if it says so.
        note(
            noteSubject(lease.key, number), lease.key, Array("\(owner):\(locked { noteCount })".utf8),
            until: .now + .seconds(settings.leaseSeconds * 0.6))
    }

    private func note(_ subject: String, _ key: Fingerprint, _ text: [UInt8], until end: ContinuousClock.Instant) {
        stream.publish(subject, headers: ["Nats-Expected-Last-Subject-Sequence": "0"], payload: text) {
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
                askAgain { [weak self] in self?.note(subject, key, text, until: end) }
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
        let subject = noteSubject(key, number)
        guard locked({ noteCount }) > 0 else { return }
        connection.ask(
            "$JS.API.STREAM.PURGE." + names.notes, payload: Array("{\"filter\":\"\(subject)\"}".utf8)
        ) { _ in }
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
        !message.isLost && ContinuousClock.now - message.spoken < .seconds(settings.leaseSeconds * 0.7)
    }

    func giveBack(_ lease: PostbackLease) {
        locked {
            refused.remove(lease.key)
            if let slot = ledger.slot(of: lease.key) { drop(slot) }
        }
    }
}
