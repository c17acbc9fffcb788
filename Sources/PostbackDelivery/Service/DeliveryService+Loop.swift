import PostbackTemplate

extension DeliveryService {
    /// What waits for a commit.
    private struct Batch {
        var acknowledgements: [Acknowledgement] = []
        /// Attempts of which has to be known that they were made.
        var held: [Dispatcher.Attempt] = []
        /// Whether what a file asked to send again waits again now.
        var hasReplay = false

        var isEmpty: Bool { acknowledgements.isEmpty && held.isEmpty && !hasReplay }
    }

    /// Attempts that are handed to the transport at once: some go out while the next are rendered.
    private static let portion = 16

    func loop() throws(JournalProblem) {
        var waiting = Batch()
        var committing: Batch?
        var lastCommit = clock.now
        var lastTidy = clock.now
        var lastObserved = clock.now
        while true {
            let state = inbox.take()
            if let postbacks = state.postbacks { renderer.replace(postbacks) }
            var now = clock.now
            for offer in state.offers { waiting.acknowledgements.append(try accept(offer, now)) }
            dispatcher.isDraining = state.isStopped
            let attempts = try dispatcher.next(now: now, most: Self.portion)
            for attempt in attempts {
                if attempt.isNoted { waiting.held.append(attempt) } else { send(attempt) }
            }
            if let batch = committing, let result = worker.takeResult() {
                if case .failure(let problem) = result { throw .disk(problem) }
                committing = nil
                complete(batch)
            }
            let isEnding = state.isStopped || state.isFinished && dispatcher.store.pendingCount == 0
            let isUrgent = !waiting.isEmpty || isEnding
            if committing == nil, isUrgent || now.microseconds - lastCommit.microseconds > 20_000 {
                let commits = dispatcher.store.commit()
                lastCommit = now
                if !commits.isEmpty || !waiting.isEmpty {
                    committing = waiting
                    waiting = Batch()
                    worker.submit(commits)
                }
            }
            if committing == nil, let part = dispatcher.store.flush() {
                // What partners have answered is not asked again when the process is killed now.
                try JournalProblem.onDisk(part.perform)
            }
            if isEnding, committing == nil, waiting.isEmpty, dispatcher.inFlight == 0, state.offers.isEmpty {
                observe(progress(now))
                return
            }
            let patience = attempts.count < Self.portion ? wait(now, isCommitting: committing != nil) : 0
            for (id, outcome) in transport.go(milliseconds: patience) {
                now = clock.now
                try dispatcher.finished(id, outcome, now: now)
            }
            if now.microseconds - lastTidy.microseconds > 200_000 {
                lastTidy = now
                try dispatcher.store.tidy(now: now)
                if !waiting.hasReplay, committing?.hasReplay != true { waiting.hasReplay = try replay(now) }
            }
            if now.microseconds - lastObserved.microseconds > 1_000_000 {
                lastObserved = now
                observe(progress(now))
            }
        }
    }

    /// A commit has reached the disk.
    private func complete(_ batch: Batch) {
        acknowledge(batch.acknowledgements)
        inbox.release(batch.acknowledgements.count)
        batch.held.forEach(send)
        if batch.hasReplay { replays.remove() }
    }

    /// Has what a file asks for wait again; whether one does.
    private func replay(_ now: Timestamp) throws(JournalProblem) -> Bool {
        guard let keys = replays.read() else { return false }
        for key in keys { _ = try dispatcher.store.revive(key, due: now) }
        return true
    }

    private func send(_ attempt: Dispatcher.Attempt) {
        transport.start(attempt.request, id: attempt.id, timeoutSeconds: attempt.timeout)
    }

    /// Milliseconds until something is due, if nothing happens before.
    private func wait(_ now: Timestamp, isCommitting: Bool) -> Int {
        let longest: Int64 = dispatcher.inFlight > 0 || isCommitting ? 20 : 200
        guard let wake = dispatcher.wake(now: now) else { return Int(longest) }
        return Int(min(longest, max(0, (wake.microseconds - now.microseconds + 999) / 1_000)))
    }

    private func accept(_ offer: Offer, _ now: Timestamp) throws(JournalProblem) -> Acknowledgement {
        let postbacks = offer.decisions.compactMap { AcceptedPostback($0, now: now) }
        guard !postbacks.isEmpty else { return Acknowledgement(offer: offer, accepted: 0) }
        let event = AcceptedEvent(line: offer.line, received: now, postbacks: postbacks)
        do throws(JournalProblem) {
            return Acknowledgement(offer: offer, accepted: try dispatcher.accept(event, now: now))
        } catch {
            // Nothing of it was written. A full disk passes; what waits goes on.
            guard case .disk(let problem) = error, problem.isFull else { throw error }
            return Acknowledgement(offer: offer, accepted: 0, refusal: problem.description)
        }
    }

    private func progress(_ now: Timestamp) -> DeliveryProgress {
        let (timing, connections) = (worker.timing, transport.connections)
        return DeliveryProgress(
            counts: dispatcher.counts, pending: dispatcher.store.pendingCount, inFlight: dispatcher.inFlight,
            connectionsReused: connections.reused, connectionsMade: connections.made,
            openBreakers: dispatcher.store.partners.filter { dispatcher.breaker($0) != .closed }.sorted(),
            commitSeconds: timing.seconds, commits: timing.count, time: now)
    }
}

extension AcceptedPostback {
    /// What a decision has sent; nil when it sends nothing.
    init?(_ decision: PostbackDecision, now: Timestamp) {
        guard decision.skip == nil, let key = decision.key, let app = decision.app, let partner = decision.partner,
            let name = decision.name
        else { return nil }
        self.init(
            key: key, target: PostbackTarget(app: app, partner: partner, name: name), withheld: decision.withheld,
            due: Timestamp(microseconds: now.microseconds + Int64(decision.delay.seconds) * 1_000_000))
        // The period of a session may be asked for again for as long as sessions of it may come.
        if decision.period != nil { retention = Timestamp(microseconds: now.microseconds + 3 * SessionPeriod.length) }
    }
}
