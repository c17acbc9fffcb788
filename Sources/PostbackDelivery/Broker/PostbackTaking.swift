import NATSClient
import PostbackRuntime
import PostbackTemplate

/// Takes one postback: its key first, then the spans of its session, then the message. Each step is asked and goes on with
/// the answer; one whose outcome nobody knows is asked again.
///
/// A key says for which input it was taken. So input that is handed out once more, because whoever had it did not come to
/// the end of it, finds its own keys, and goes on where it was.
final class PostbackTaking: @unchecked Sendable {
    private let store: JetStreamStore
    private let record: BrokerRecord
    private let claim: SessionClaim?
    /// The input, where it can come once more; else the process.
    private let owner: String
    private let isRepeatable: Bool
    private let now: UInt32
    private let deadline: ContinuousClock.Instant
    private let answer: @Sendable (Taking) -> Void
    /// The number of the key's message, once it is taken.
    private var keyNumber: UInt64 = 0
    /// Names this taking, or the one of another that this goes on with.
    private var taking = String(UInt64.random(in: 1...UInt64.max), radix: 36)
    private var rounds = 0
    /// Whether the message may have been kept without an answer.
    private var hasAsked = false

    init(
        _ store: JetStreamStore, _ event: AcceptedEvent, _ postback: AcceptedPostback, now: Timestamp,
        deadline: ContinuousClock.Instant, _ answer: @escaping @Sendable (Taking) -> Void
    ) {
        self.store = store
        record = BrokerRecord(event, postback)
        claim = postback.claim
        isRepeatable = event.origin != nil
        owner = event.origin ?? store.owner
        self.now = Ledger.seconds(now)
        self.deadline = deadline
        self.answer = answer
    }

    func begin() { takeKey(over: 0) }

    private var key: String { record.key.description }
    private var keySubject: String { BrokerNames.key(key, of: store.names.keys) }

    /// Asks a step once more where nobody knows what became of it, and gives up when time is over.
    private func failed(_ problem: NATSProblem, _ step: @escaping @Sendable () -> Void) {
        guard JetStreamStore.isPassing(problem), ContinuousClock.now < deadline else {
            return answer(.refused(JetStreamStore.storeProblem(problem)))
        }
        store.askAgain(until: deadline, step)
    }

    private func takeKey(over number: UInt64) {
        let value = BrokerKey(
            owner: owner, taken: now, until: now.addingClamped(store.settings.window), taking: taking)
        store.stream.publish(keySubject, headers: .expecting(last: number), payload: value.payload) { result in
            switch result {
            case .success(let kept):
                self.keyNumber = kept.seq
                self.lookForLetter(.dead)
            case .failure(let problem) where JetStreamStore.isWrongLast(problem): self.readKey()
            case .failure(let problem): self.failed(problem) { self.takeKey(over: number) }
            }
        }
    }

    private func readKey() {
        rounds += 1
        guard rounds < 20 else { return answer(.refused(StoreProblem(.full, "a key changes all the time"))) }
        store.stream.last(of: keySubject, in: store.names.keys) { result in
            switch result {
            case .success(nil): self.takeKey(over: 0)
            case .success(let message?): self.look(at: message)
            case .failure(let problem): self.failed(problem) { self.readKey() }
            }
        }
    }

    private func look(at message: StoredMessage) {
        guard let value = BrokerKey(message.payload), value.until > now else {
            return takeKey(over: message.number)
        }
        if value.taking == taking || value.owner == owner && isRepeatable {
            keyNumber = message.number
            taking = value.taking
            return lookForLetter(.dead)
        }
        // Of what a process has taken that can offer it again, nobody knows whether it is kept.
        guard value.owner.hasPrefix("p") else { return answer(.known) }
        if now >= value.taken.addingClamped(BrokerKey.abandoned) {
            taking = value.taking
            return takeKey(over: message.number)
        }
        answer(.refused(StoreProblem(.full, "the same event is being taken in")))
    }

    /// A dead letter has its key for as long as it is kept.
    private func lookForLetter(_ state: SettledState) {
        guard store.locked({ store.mayHaveLetters }) else { return takeSpans() }
        let subject = store.names.letterSubject(state, record.partner, key)
        store.stream.last(of: subject, in: store.names.letters) { result in
            switch result {
            case .success(nil): if state == .dead { self.lookForLetter(.parked) } else { self.takeSpans() }
            case .success: self.finishKey(.known)
            case .failure(let problem): self.failed(problem) { self.lookForLetter(state) }
            }
        }
    }

    private func takeSpans() {
        guard let claim, !claim.holders.isEmpty else { return publish() }
        // In one order for all, so that of two that share an identifier one goes on.
        takeSpan(claim, claim.holders.sorted { ($0.high, $0.low) < ($1.high, $1.low) }, 0, isTaking: false)
    }

    /// Looks at the spans of each identifier first, and takes them then.
    private func takeSpan(_ claim: SessionClaim, _ holders: [Fingerprint], _ place: Int, isTaking: Bool) {
        guard place < holders.count else {
            return isTaking ? publish() : takeSpan(claim, holders, 0, isTaking: true)
        }
        let subject = BrokerNames.key(holders[place].description, of: store.names.sessions)
        store.stream.last(of: subject, in: store.names.sessions) { result in
            let number: UInt64
            var spans: BrokerSpans
            switch result {
            case .failure(let problem):
                return self.failed(problem) { self.takeSpan(claim, holders, place, isTaking: isTaking) }
            case .success(let message):
                (number, spans) = (message?.number ?? 0, message.flatMap { BrokerSpans($0.payload) } ?? BrokerSpans())
            }
            guard !spans.isTaken(claim.session, forOthersThan: self.record.key, now: self.now) else {
                return self.finishKey(.known)
            }
            guard isTaking else { return self.takeSpan(claim, holders, place + 1, isTaking: false) }
            spans.take(claim, for: self.record.key, received: self.record.received, now: self.now)
            self.store.stream.publish(subject, headers: .expecting(last: number), payload: spans.payload) { result in
                switch result {
                case .success: self.takeSpan(claim, holders, place + 1, isTaking: true)
                case .failure(let problem) where JetStreamStore.isWrongLast(problem):
                    self.takeSpan(claim, holders, place, isTaking: true)
                case .failure(let problem):
                    self.failed(problem) { self.takeSpan(claim, holders, place, isTaking: true) }
                }
            }
        }
    }

    private func publish() {
        var headers = NATSHeaders.expecting(last: 0)
        // The same for what is asked once more, and another for what comes again after its key was forgotten.
        headers.add("Nats-Msg-Id", "\(key):\(taking)")
        let subject = store.names.workSubject(record.partner, key)
        store.stream.publish(subject, headers: headers, payload: record.payload) { result in
            switch result {
            // Whoever had the input before has put it, if this one has not.
            case .success(let kept): self.finishKey(kept.duplicate == true && !self.hasAsked ? .known : .taken)
            case .failure(let problem) where JetStreamStore.isWrongLast(problem):
                self.finishKey(self.hasAsked ? .taken : .known)
            case .failure(let problem) where JetStreamStore.isPassing(problem):
                self.hasAsked = true
                self.failed(problem) { self.publish() }
            case .failure(let problem):
                // Nothing is kept: the key is free again.
                let free = BrokerKey(owner: "", taken: self.now, until: 0)
                self.store.stream.publish(
                    self.keySubject, headers: .expecting(last: self.keyNumber), payload: free.payload
                ) { _ in self.answer(.refused(JetStreamStore.storeProblem(problem))) }
            }
        }
    }

    /// Says that a key is done with, where the input cannot come once more to say so.
    private func finishKey(_ taking: Taking) {
        guard !isRepeatable else { return answer(taking) }
        let value = BrokerKey(owner: "", taken: now, until: now.addingClamped(store.settings.window))
        store.stream.publish(keySubject, headers: .expecting(last: keyNumber), payload: value.payload) { result in
            switch result {
            case .success: self.answer(taking)
            case .failure(let problem) where JetStreamStore.isPassing(problem) && ContinuousClock.now < self.deadline:
                self.store.askAgain(until: self.deadline) { self.finishKey(taking) }
            case .failure(let problem):
                // It is kept, whatever the key says: that is said when it can be.
                if JetStreamStore.isPassing(problem) { self.store.remember(self.record.key, second: self.now) }
                self.answer(taking)
            }
        }
    }
}
