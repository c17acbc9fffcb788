import PostbackRuntime
import PostbackTemplate

extension DeliveryService {
    /// What waits for a commit.
    private struct Batch {
        var acknowledgements: [Acknowledgement] = []
        /// Attempts of which has to be known that they were made.
        var held: [Dispatcher.Attempt] = []
        /// Whether what another process asked for has been done.
        var hasAnswer = false

        var isEmpty: Bool { acknowledgements.isEmpty && held.isEmpty && !hasAnswer }
    }

    /// Attempts that are handed to the transport at once: some go out while the next are rendered.
    private static let portion = 16

    func loop() throws(StoreProblem) {
        var waiting = Batch()
        var committing: Batch?
        // What is done again and again goes by the time that passes, which no correction of the clock changes.
        var lastCommit = ContinuousClock.now
        var lastMaintenance = ContinuousClock.now
        var lastObserved = ContinuousClock.now - .seconds(1)
        var notices = ServiceNotices(callbacks.notice)
        notices.findWithdrawn(dispatcher.store, renderer.postbacks)
        while true {
            let state = inbox.take()
            if let postbacks = state.postbacks {
                renderer.replace(postbacks)
                dispatcher.store.releaseHeld()
                notices.findWithdrawn(dispatcher.store, postbacks)
            }
            dispatcher.totals.malformed += state.malformed
            state.notices.forEach(callbacks.notice)
            var now = clock.now
            waiting.acknowledgements += try accept(state.offers, &notices, now)
            dispatcher.isDraining = state.isStopped
            let attempts = try dispatcher.next(now: now, most: Self.portion)
            for attempt in attempts {
                if attempt.isNoted { waiting.held.append(attempt) } else { send(attempt) }
            }
            if let batch = committing, let result = worker.takeResult() {
                try result.get()
                committing = nil
                complete(batch)
            }
            let isEnding = state.isStopped || state.isFinished && !dispatcher.hasWork
            let isUrgent = !waiting.isEmpty || isEnding
            if committing == nil, isUrgent || ContinuousClock.now - lastCommit > .milliseconds(20) {
                let commit = dispatcher.store.commit()
                lastCommit = .now
                // A repeated event is acknowledged because of what was kept before.
                if commit == nil, !waiting.acknowledgements.isEmpty { try dispatcher.store.verify() }
                if commit != nil || !waiting.isEmpty {
                    committing = waiting
                    waiting = Batch()
                    worker.submit(commit)
                }
            }
            if committing == nil, let part = dispatcher.store.flush() {
                // What partners have answered is not asked again when the process is killed now.
                try part.perform()
            }
            if isEnding, committing == nil, waiting.isEmpty, dispatcher.inFlight == 0, state.offers.isEmpty {
                callbacks.observe(progress(now))
                return
            }
            let timeout = attempts.count < Self.portion ? wait(now, isCommitting: committing != nil) : 0
            for (id, outcome) in transport.go(milliseconds: timeout) {
                now = clock.now
                try dispatcher.finished(id, outcome, now: now)
            }
            let instant = ContinuousClock.now
            if instant - lastMaintenance > .milliseconds(200) {
                lastMaintenance = instant
                let discarded = try dispatcher.store.maintain(now: now)
                dispatcher.totals.lettersDiscarded += discarded.count
                notices.discarded(discarded.count, now)
                if !waiting.hasAnswer, committing?.hasAnswer != true { waiting.hasAnswer = try answer(now) }
            }
            if instant - lastObserved >= .seconds(1) {
                lastObserved = instant
                notices.lookAtLetters(dispatcher.store, now)
                callbacks.observe(progress(now))
            }
        }
    }

    /// A commit has reached the disk.
    private func complete(_ batch: Batch) {
        let own = batch.acknowledgements.filter { $0.offer.input == nil }
        if !own.isEmpty { callbacks.acknowledge(own) }
        if own.count < batch.acknowledgements.count { intake?.acknowledge(batch.acknowledgements) }
        inbox.release(batch.acknowledgements.count)
        for attempt in batch.held {
            if dispatcher.store.mayBeSent(attempt.lease) { send(attempt) } else { dispatcher.abandon(attempt) }
        }
        if batch.hasAnswer { dispatcher.store.answered() }
    }

    /// Does what another process asks to have done with dead letters; whether one does.
    private func answer(_ now: Timestamp) throws(StoreProblem) -> Bool {
        guard let request = try dispatcher.store.request() else { return false }
        do throws(StoreProblem) {
            try dispatcher.store.perform(request, now: now)
            return true
        } catch {
            // It is asked for again until there is room for all of it.
            guard error.kind == .full else { throw error }
            return false
        }
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

    /// Takes in what was offered; what became of each, in the same order.
    private func accept(
        _ offers: [Offer], _ notices: inout ServiceNotices, _ now: Timestamp
    ) throws(StoreProblem) -> [Acknowledgement] {
        var acknowledgements = offers.map { Acknowledgement(offer: $0, accepted: 0) }
        var events: [AcceptedEvent] = []
        var places: [Int] = []
        for (place, offer) in offers.enumerated() {
            let postbacks = postbacks(of: offer, &notices, now)
            guard !postbacks.isEmpty else { continue }
            events.append(
                AcceptedEvent(line: offer.line, received: now, postbacks: postbacks, origin: offer.input?.origin))
            places.append(place)
        }
        guard !events.isEmpty else { return acknowledgements }
        for (index, outcome) in try dispatcher.accept(events, now: now).enumerated() {
            switch outcome {
            case .success(let accepted): acknowledgements[places[index]].accepted = accepted
            // Nothing of it was kept. A lack of room passes; what waits goes on.
            case .failure(let problem):
                acknowledgements[places[index]].refusal = problem.description
                acknowledgements[places[index]].isFinal = problem.kind == .refused
                dispatcher.totals.refused += 1
                for postback in events[index].postbacks {
                    dispatcher.lane(postback.target.partner).counts.refused += 1
                }
            }
        }
        return acknowledgements
    }

    private func postbacks(
        of offer: Offer, _ notices: inout ServiceNotices, _ now: Timestamp
    ) -> [AcceptedPostback] {
        var postbacks: [AcceptedPostback] = []
        for decision in offer.decisions {
            if let postback = AcceptedPostback(decision, now: now) { postbacks.append(postback) }
            guard let skip = decision.skip else { continue }
            if let partner = decision.partner {
                dispatcher.lane(partner).counts.skipped[skip.code, default: 0] += 1
            } else {
                dispatcher.totals.unconfigured += 1
                notices.unconfigured(decision.app)
            }
        }
        return postbacks
    }

    private func progress(_ now: Timestamp) -> DeliveryProgress {
        let (timing, connections) = (worker.timing, transport.connections)
        let stored = dispatcher.store.counts
        let counts = dispatcher.counts
        let ids = renderer.postbacks.configuredPartners.union(stored.keys).union(counts.partners.keys)
        return DeliveryProgress(
            counts: counts,
            partners: ids.reduce(into: [:]) { partners, id in
                partners[id] = PartnerProgress(
                    stored: stored[id] ?? .init(), inFlight: dispatcher.inFlight(id), breaker: dispatcher.breaker(id))
            }, connectionsReused: connections.reused, connectionsMade: connections.made,
            commitSeconds: timing.seconds, commits: timing.count, letterLimits: dispatcher.store.letterLimits, time: now
        )
    }
}

extension PostbackStore {
    /// Does what is asked with dead letters; those that it was done with.
    @discardableResult
    func perform(_ request: LetterRequest, now: Timestamp) throws(StoreProblem) -> [Fingerprint] {
        var done: [Fingerprint] = []
        for key in request.keys {
            let isDone =
                switch request.action {
                case .replay: try revive(key, due: now)
                case .discard: try discard(key, now: now)
                }
            if isDone { done.append(key) }
        }
        return done
    }
}

extension AcceptedPostback {
    /// What a decision has sent; nil when it sends nothing.
    init?(_ decision: PostbackDecision, now: Timestamp) {
        guard decision.skip == nil, let key = decision.key, let app = decision.app, let partner = decision.partner,
            let name = decision.name
        else { return nil }
        self.init(
            key: key, target: PostbackTarget(app: app, partner: partner, name: name), item: decision.item,
            withheld: decision.withheld,
            due: Timestamp(microseconds: now.microseconds + Int64(decision.delay.seconds) * 1_000_000),
            claim: decision.claim)
    }
}
