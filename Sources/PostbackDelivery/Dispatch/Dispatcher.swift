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

    private struct Flight {
        var lease: PostbackLease
        var retries: Int
        var onUnknown: UnknownOutcomePolicy
        var eventTime: Timestamp?
    }

    let store: any PostbackStore
    private let renderer: any AttemptRendering
    private let settings: Settings
    private let chance: () -> Double
    private var lanes: [String: DispatchLane] = [:]
    private var flights: [Int: Flight] = [:]
    private var nextID = 0
    /// Where the round over the partners goes on.
    private var turn = 0
    private(set) var counts = DeliveryCounts()
    /// Told of every postback that is put aside.
    var settled: (SettledPostback) -> Void = { _ in }
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

    /// Requests under way.
    var inFlight: Int { flights.count }

    /// What a partner's breaker lets through.
    func breaker(_ partner: String) -> CircuitBreaker.State { lanes[partner]?.breaker.state ?? .closed }

    /// Requests under way to a partner.
    func inFlight(_ partner: String) -> Int { lanes[partner]?.inFlight ?? 0 }

    /// Takes in an event; how many of its postbacks are new.
    func accept(_ event: AcceptedEvent, now: Timestamp) throws(JournalProblem) -> Int {
        let taken = try store.put(event, now: now).count { $0 }
        if taken > 0 { counts.accepted += 1 }
        counts.duplicates += event.postbacks.count - taken
        return taken
    }

    /// The attempts to make now, in turn over the partners.
    func next(now: Timestamp) throws(JournalProblem) -> [Attempt] {
        guard !isDraining else { return [] }
        var attempts: [Attempt] = []
        var partners = store.partners.sorted()
        guard !partners.isEmpty else { return [] }
        turn = (turn + 1) % partners.count
        partners = Array(partners[turn...] + partners[..<turn])
        var ready = partners
        while !ready.isEmpty, flights.count < settings.inFlight {
            var still: [String] = []
            for partner in ready where flights.count < settings.inFlight {
                guard let lease = take(partner, now: now) else { continue }
                if let attempt = try start(lease, now: now) { attempts.append(attempt) }
                still.append(partner)
            }
            ready = still
        }
        return attempts
    }

    /// The next postback for a partner, if one may be sent.
    private func take(_ partner: String, now: Timestamp) -> PostbackLease? {
        let isDue = { (isRetry: Bool) in
            self.store.nextDue(partner, isRetry: isRetry).map { $0.microseconds <= now.microseconds } ?? false
        }
        let (first, retry) = (isDue(false), isDue(true))
        guard first || retry else { return nil }
        let policy = renderer.policy(partner)
        let cap = DispatchLane.cap(policy, settings.inFlightOfPartner)
        var lane = lanes[partner] ?? DispatchLane()
        defer { lanes[partner] = lane }
        lane.refill(policy.ratePerSecond, now: now.microseconds)
        guard lane.inFlight < min(cap, Int(lane.ramp)), lane.tokens >= 1,
            lane.breaker.admits(now: now.microseconds, inFlight: lane.inFlight)
        else { return nil }
        // While first attempts wait, repeated ones have a quarter of the room.
        let takesRetry = retry && (!first || lane.retriesInFlight < max(1, min(cap, Int(lane.ramp)) / 4))
        guard let lease = store.lease(partner, isRetry: takesRetry, now: now) else { return nil }
        if policy.ratePerSecond != nil { lane.tokens -= 1 }
        lane.inFlight += 1
        if lease.attempts > 0 { lane.retriesInFlight += 1 }
        return lease
    }

    private func land(_ lease: PostbackLease) {
        lanes[lease.target.partner]?.inFlight -= 1
        if lease.attempts > 0 { lanes[lease.target.partner]?.retriesInFlight -= 1 }
    }

    /// Renders a postback; nil when nothing is sent.
    private func start(_ lease: PostbackLease, now: Timestamp) throws(JournalProblem) -> Attempt? {
        let policy = renderer.policy(lease.target.partner)
        switch renderer.render(lease, line: try store.line(of: lease), now: now) {
        case .skip(let code):
            counts.skipped[code, default: 0] += 1
            land(lease)
            try store.done(lease, now: now)
            return nil
        case .withdrawn(let code):
            land(lease)
            try die(lease, code, attempts: lease.attempts, now: now)
            return nil
        case .request(let request, let retries, let onUnknown, let eventTime, _):
            if isTooOld(eventTime, policy, now) {
                land(lease)
                try die(lease, "too_old", attempts: lease.attempts, now: now)
                return nil
            }
            if lease.attempts == 0 {
                counts.firstAttempts += 1
                counts.lagSum += max(0, now.microseconds - lease.due.microseconds)
            }
            if onUnknown == .park { try store.intend(lease) }
            nextID += 1
            flights[nextID] = Flight(lease: lease, retries: retries, onUnknown: onUnknown, eventTime: eventTime)
            return Attempt(
                id: nextID, lease: lease, request: request, timeout: policy.timeoutSeconds,
                isNoted: onUnknown == .park)
        }
    }

    private func isTooOld(_ eventTime: Timestamp?, _ policy: DeliveryPolicy, _ moment: Timestamp) -> Bool {
        guard let oldest = policy.oldestSeconds, let eventTime else { return false }
        return moment.microseconds - eventTime.microseconds > Int64(oldest) * 1_000_000
    }

    private func die(_ lease: PostbackLease, _ reason: String, attempts: Int, now: Timestamp) throws(JournalProblem) {
        counts.dead[reason, default: 0] += 1
        try settle(lease, .dead, reason, attempts: attempts, now: now)
    }

    private func settle(
        _ lease: PostbackLease, _ state: SettledState, _ reason: String, attempts: Int, now: Timestamp
    ) throws(JournalProblem) {
        try store.settle(lease, as: state, reason: reason, attempts: attempts, now: now)
        settled(
            SettledPostback(key: lease.key, target: lease.target, state: state, reason: reason, attempts: attempts))
    }

    /// Takes the outcome of an attempt.
    func finished(_ id: Int, _ outcome: AttemptOutcome, now: Timestamp) throws(JournalProblem) {
        guard let flight = flights.removeValue(forKey: id) else { return }
        let lease = flight.lease
        let partner = lease.target.partner
        let policy = renderer.policy(partner)
        land(lease)
        counts.attempts[partner, default: [:]][outcome.className, default: 0] += 1
        let verdict = policy.verdict(outcome, now: now)
        let attempts = lease.attempts + 1
        lanes[partner]?.note(
            isFailure: verdict.isOfPartner, now: now.microseconds,
            cap: DispatchLane.cap(policy, settings.inFlightOfPartner))
        switch verdict {
        case .delivered:
            counts.delivered[partner, default: 0] += 1
            counts.deliverySum += max(0, now.microseconds - lease.received.microseconds)
            try store.done(lease, now: now)
        case .permanent(let reason): try die(lease, reason, attempts: attempts, now: now)
        case .unknown(let reason):
            counts.unknown += 1
            if flight.onUnknown == .park {
                try settle(lease, .parked, reason, attempts: attempts, now: now)
            } else {
                try repeatLater(flight, reason, after: nil, now: now)
            }
        case .again(let reason, let after):
            if case .response(_, let text?, _) = outcome, after == nil, !text.isEmpty { counts.badRetryAfter += 1 }
            try repeatLater(flight, reason, after: after, now: now)
        }
    }

    /// Has a postback wait for its next attempt, if it has one left.
    private func repeatLater(
        _ flight: Flight, _ reason: String, after: Double?, now: Timestamp
    ) throws(JournalProblem) {
        let attempts = flight.lease.attempts + 1
        guard attempts <= flight.retries else { return try die(flight.lease, reason, attempts: attempts, now: now) }
        let wait = settings.schedule.wait(after: attempts, asked: after, chance: chance())
        let due = Timestamp(microseconds: now.microseconds + Int64(wait * 1e6))
        if isTooOld(flight.eventTime, renderer.policy(flight.lease.target.partner), due) {
            return try die(flight.lease, "too_old", attempts: attempts, now: now)
        }
        try store.again(flight.lease, attempts: attempts, due: due)
    }

    /// When `next` may have something to do, if nothing comes before: the earliest postback that is due and may be sent.
    func wake(now: Timestamp) -> Timestamp? {
        guard !isDraining, flights.count < settings.inFlight else { return nil }
        var earliest: Int64?
        for partner in store.partners {
            let dues = [false, true].compactMap { store.nextDue(partner, isRetry: $0)?.microseconds }
            guard var due = dues.min() else { continue }
            let policy = renderer.policy(partner)
            if let lane = lanes[partner] {
                let cap = DispatchLane.cap(policy, settings.inFlightOfPartner)
                guard lane.inFlight < min(cap, Int(lane.ramp)) else { continue }
                if lane.breaker.state == .halfOpen, lane.inFlight > 0 { continue }
                if lane.breaker.state == .open { due = max(due, lane.breaker.opensUntil) }
                if let token = lane.nextToken(policy.ratePerSecond, now: now.microseconds) { due = max(due, token) }
            }
            earliest = min(earliest ?? due, due)
        }
        return earliest.map(Timestamp.init(microseconds:))
    }
}

extension AttemptOutcome {
    /// The class under which attempts are counted.
    var className: String {
        switch self {
        case .response(let status, _, _): "\(status / 100)xx"
        case .failure(let failure): failure.rawValue
        }
    }
}

extension AttemptVerdict {
    /// Whether it says that the partner is in trouble, and not that one request was wrong.
    var isOfPartner: Bool {
        switch self {
        case .again, .unknown: true
        case .delivered, .permanent: false
        }
    }
}
