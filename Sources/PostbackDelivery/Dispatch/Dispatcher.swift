import PostbackTemplate

/// Decides which postback is sent when, and what its outcome means. Knows no clock, disk, network or chance of its own.
final class Dispatcher {
    /// Limits over all partners.
    struct Settings: Sendable {
        /// The most requests in flight.
        var inFlight = 256
        /// The most requests in flight for a partner that states no limit.
        var inFlightOfPartner = 64
        var schedule = RetrySchedule()
    }

    /// An attempt to make.
    struct Attempt: Sendable {
        /// Names it until its outcome is known.
        var id: Int
        var lease: PostbackLease
        var request: OutgoingRequest
        /// Seconds until it counts as failed.
        var timeout: Int
        /// Whether what was noted about it has to reach the disk before it is sent.
        var isNoted: Bool
    }

    /// A request under way.
    struct Flight {
        var lease: PostbackLease
        var lane: DispatchLane
        /// How often it may be repeated.
        var retries: Int
        var onUnknown: UnknownOutcomePolicy
        var eventTime: Timestamp?
        /// Method, scheme, host and path without values.
        var place: String
        var start: Timestamp
        /// What is told of the attempt.
        var outcome = ""
        /// Microseconds from sending to the outcome.
        var microseconds: Int64 = 0
    }

    let store: any PostbackStore
    let renderer: any AttemptRendering
    let settings: Settings
    let chance: () -> Double
    private var lanes: [String: DispatchLane] = [:]
    /// The store's partners, and their lanes in the order of their ids.
    private var ring: (partners: [String], lanes: [DispatchLane]) = ([], [])
    var flights: [Int: Flight] = [:]
    private var nextID = 0
    /// Where the round over the partners goes on.
    private var turn = 0
    /// What has happened, but for what each partner's lane counts.
    var totals = DeliveryCounts()
    /// Told of every postback that becomes dead or parked.
    var settled: (SettledPostback) -> Void = { _ in }
    /// Told of every attempt when its outcome is known; nil when nobody listens.
    var attempted: ((AttemptReport) -> Void)?
    /// Whether no new attempt is made, because the service is about to end.
    var isDraining = false

    /// - Parameter chance: random numbers from 0 to 1.
    init(
        store: any PostbackStore, renderer: any AttemptRendering, settings: Settings = .init(),
        chance: @escaping () -> Double
    ) {
        self.store = store
        self.renderer = renderer
        self.settings = settings
        self.chance = chance
    }

    /// What has happened since the dispatcher began.
    var counts: DeliveryCounts {
        var counts = totals
        counts.partners = lanes.mapValues(\.counts)
        return counts
    }

    /// Requests under way.
    var inFlight: Int { flights.count }

    /// What a partner's breaker lets through.
    func breaker(_ partner: String) -> CircuitBreaker.State { lanes[partner]?.breaker.state ?? .closed }

    /// Whether something waits or is in flight that is not held.
    var hasWork: Bool { !flights.isEmpty || store.counts.values.contains { $0.pending > $0.held } }

    /// Requests under way to a partner.
    func inFlight(_ partner: String) -> Int { lanes[partner]?.inFlight ?? 0 }

    /// Takes in an event; how many of its postbacks are new.
    func accept(_ event: AcceptedEvent, now: Timestamp) throws(StoreProblem) -> Int {
        note(try store.put(event, now: now), of: event)
    }

    /// Takes in many events; of each, how many of its postbacks are new, or why nothing of it was taken.
    func accept(
        _ events: [AcceptedEvent], now: Timestamp
    ) throws(StoreProblem) -> [Result<Int, StoreProblem>] {
        zip(events, try store.put(events, now: now)).map { event, outcome in
            switch outcome {
            case .taken(let taken): .success(note(taken, of: event))
            case .refused(let problem): .failure(problem)
            }
        }
    }

    private func note(_ taken: [Bool], of event: AcceptedEvent) -> Int {
        let count = taken.count { $0 }
        if count > 0 { totals.accepted += 1 }
        totals.duplicates += event.postbacks.count - count
        return count
    }

    /// An attempt that was noted is not made after all: another dispatcher has the postback.
    func abandon(_ attempt: Attempt) {
        flights.removeValue(forKey: attempt.id)?.lane.end(attempt.lease)
        store.giveBack(attempt.lease)
    }

    /// The attempts to make now, in turn over the partners.
    ///
    /// - Parameter most: how many at most; when there are as many, there may be more.
    func next(now: Timestamp, most: Int = .max) throws(StoreProblem) -> [Attempt] {
        guard !isDraining else { return [] }
        var attempts: [Attempt] = []
        var ready = partners()
        guard !ready.isEmpty else { return [] }
        turn = (turn + 1) % ready.count
        if turn > 0 { ready = Array(ready[turn...] + ready[..<turn]) }
        attempts.reserveCapacity(max(0, min(most, settings.inFlight - flights.count)))
        // What is held or given up counts too, so that very much of it does not keep the caller.
        var taken = 0
        var hasRoom: Bool { flights.count < settings.inFlight && taken < most }
        while !ready.isEmpty, hasRoom {
            var kept = 0
            for lane in ready where hasRoom {
                guard let postback = take(lane, now: now) else { continue }
                taken += 1
                if let attempt = try start(postback, now: now) { attempts.append(attempt) }
                ready[kept] = lane
                kept += 1
            }
            ready.removeSubrange(kept...)
        }
        return attempts
    }

    /// The lanes of the partners of which something has come.
    private func partners() -> [DispatchLane] {
        let partners = store.partners
        if partners != ring.partners { ring = (partners, partners.sorted().map(lane)) }
        return ring.lanes
    }

    /// A postback that may be sent, and what is known of its partner.
    private struct ReadyPostback {
        var lease: PostbackLease
        let lane: DispatchLane
        let policy: PartnerPolicy
    }

    /// The next postback for a partner, if one may be sent.
    private func take(_ lane: DispatchLane, now: Timestamp) -> ReadyPostback? {
        let isDue = { (isRetry: Bool) in
            self.store.nextDue(lane.partner, isRetry: isRetry).map { $0.microseconds <= now.microseconds } ?? false
        }
        let (first, retry) = (isDue(false), isDue(true))
        guard first || retry else { return nil }
        let policy = lane.policy(renderer)
        let cap = cap(policy)
        guard lane.inFlight < min(cap, Int(lane.ramp)),
            lane.rate.next(share(policy), now: now.microseconds) == nil,
            lane.breaker.admits(now: now.microseconds, inFlight: lane.inFlight)
        else { return nil }
        // While first attempts wait, repeated ones have a quarter of the room.
        let takesRetry = retry && (!first || lane.retriesInFlight < max(1, min(cap, Int(lane.ramp)) / 4))
        guard let lease = store.lease(lane.partner, isRetry: takesRetry, now: now) else { return nil }
        lane.begin(lease)
        return ReadyPostback(lease: lease, lane: lane, policy: policy)
    }

    /// What is known of a partner.
    func lane(_ partner: String) -> DispatchLane {
        if let lane = lanes[partner] { return lane }
        let lane = DispatchLane(partner)
        lanes[partner] = lane
        return lane
    }

    /// The most requests in flight for a partner.
    func cap(_ policy: PartnerPolicy) -> Int {
        DispatchLane.cap(policy.delivery, settings.inFlightOfPartner, of: store.sharers)
    }

    /// This dispatcher's part of a partner's rate.
    private func share(_ policy: PartnerPolicy) -> RateShare? {
        policy.delivery.rate.map { RateShare($0, of: store.sharers) }
    }

    /// Renders a postback; nil when nothing is sent.
    private func start(_ postback: ReadyPostback, now: Timestamp) throws(StoreProblem) -> Attempt? {
        var lease = postback.lease
        let (lane, policy) = (postback.lane, postback.policy)
        switch renderer.render(lease, line: try store.line(of: lease), now: now) {
        case .skip(let code):
            lane.counts.skipped[code, default: 0] += 1
            lane.end(lease)
            tell(.skipped, code, of: lease, now: now)
            try store.done(lease, now: now)
            return nil
        case .held:
            lane.end(lease)
            store.hold(lease)
            return nil
        case .withdrawn(let code):
            lane.end(lease)
            tell(.dead, code, of: lease, now: now)
            try die(lease, lane, code, attempts: lease.attempts, now: now)
            return nil
        case .request(let rendered):
            lease.revision = UInt32(clamping: rendered.revision)
            if let refusal = refusal(of: rendered.eventTime, policy.delivery, now) {
                lane.end(lease)
                switch refusal {
                case .never(let reason):
                    tell(.dead, reason, of: lease, now: now)
                    try die(lease, lane, reason, attempts: lease.attempts, now: now)
                case .notBefore(let moment): try store.again(lease, attempts: lease.attempts, due: moment)
                }
                return nil
            }
            if lease.attempts == 0 {
                totals.firstAttempts += 1
                totals.lagSum.add(from: lease.due, to: now)
            }
            let isNoted = rendered.onUnknown == .park
            if isNoted, try !note(lease) {
                lane.end(lease)
                try store.again(lease, attempts: lease.attempts, due: now.adding(microseconds: 5_000_000))
                return nil
            }
            lane.rate.note(share(policy), now: now.microseconds)
            nextID += 1
            flights[nextID] = Flight(
                lease: lease, lane: lane, retries: rendered.retries, onUnknown: rendered.onUnknown,
                eventTime: rendered.eventTime,
                place: attempted == nil ? "" : "\(rendered.request.method.rawValue) \(rendered.place)", start: now)
            var request = rendered.request
            request.answerLimit = policy.answerLimit
            request.readsHeaders = policy.readsHeaders
            return Attempt(
                id: nextID, lease: lease, request: request, timeout: policy.delivery.timeoutSeconds, isNoted: isNoted)
        }
    }

    /// Notes an attempt; false where there is no room for that now.
    private func note(_ lease: PostbackLease) throws(StoreProblem) -> Bool {
        do throws(StoreProblem) {
            try store.intend(lease)
            return true
        } catch {
            guard error.kind == .full else { throw error }
            return false
        }
    }

    /// When `next` may have something to do, if nothing comes before: the earliest postback that is due and may be sent.
    func wake(now: Timestamp) -> Timestamp? {
        guard !isDraining, flights.count < settings.inFlight else { return nil }
        var earliest: Int64?
        for lane in partners() {
            let dues = [false, true].compactMap { store.nextDue(lane.partner, isRetry: $0)?.microseconds }
            guard var due = dues.min() else { continue }
            let policy = lane.policy(renderer)
            guard lane.inFlight < min(cap(policy), Int(lane.ramp)) else { continue }
            if lane.breaker.state == .halfOpen, lane.inFlight > 0 { continue }
            if lane.breaker.state == .open { due = max(due, lane.breaker.opensUntil) }
            if let next = lane.rate.next(share(policy), now: now.microseconds) { due = max(due, next) }
            earliest = min(earliest ?? due, due)
        }
        return earliest.map(Timestamp.init(microseconds:))
    }
}
