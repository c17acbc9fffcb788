import PostbackTemplate

extension Dispatcher {
    /// Why a postback is not sent whose event is older than the partner takes.
    static let tooOld = "too_old"

    /// Why a postback is not sent whose event lies further in the future than the partner takes, by more than an hour.
    static let tooNew = "too_new"
    /// Microseconds for which an event that is too new for the partner is kept until it is not.
    private static let clockTolerance: Int64 = 3_600_000_000

    /// Why an event is not sent to a partner at a moment.
    enum Refusal {
        /// It will not be.
        case never(String)
        /// It will be later.
        case notBefore(Timestamp)
    }

    /// Why an event of a moment is not sent to a partner now; nil when it is.
    func refusal(of eventTime: Timestamp?, _ policy: DeliveryPolicy, _ now: Timestamp) -> Refusal? {
        if isTooOld(eventTime, policy, now) { return .never(Self.tooOld) }
        guard let future = policy.futureSeconds, let eventTime else { return nil }
        let ahead = eventTime.microseconds.subtractingReportingOverflow(now.microseconds)
        let early = ahead.partialValue - Int64(future) * 1_000_000
        guard !ahead.overflow, early > 0 else { return nil }
        return early > Self.clockTolerance ? .never(Self.tooNew) : .notBefore(now.adding(microseconds: early))
    }

    func isTooOld(_ eventTime: Timestamp?, _ policy: DeliveryPolicy, _ moment: Timestamp) -> Bool {
        guard let oldest = policy.oldestSeconds, let eventTime else { return false }
        let (age, overflows) = moment.microseconds.subtractingReportingOverflow(eventTime.microseconds)
        return overflows || age > Int64(oldest) * 1_000_000
    }

    func die(
        _ lease: PostbackLease, _ lane: DispatchLane, _ reason: String, attempts: Int, now: Timestamp
    ) throws(StoreProblem) {
        try settle(lease, lane, .dead, reason, attempts: attempts, now: now)
    }

    private func settle(
        _ lease: PostbackLease, _ lane: DispatchLane, _ state: SettledState, _ reason: String, attempts: Int,
        now: Timestamp
    ) throws(StoreProblem) {
        switch state {
        case .dead: lane.counts.dead[reason, default: 0] += 1
        case .parked: lane.counts.parked[reason, default: 0] += 1
        }
        try store.settle(lease, as: state, reason: reason, attempts: attempts, now: now)
        settled(
            SettledPostback(
                key: lease.key, target: lease.target, state: state, reason: reason, attempts: attempts,
                revision: lease.revision, time: now))
    }

    /// Takes the outcome of an attempt.
    func finished(_ id: Int, _ outcome: AttemptOutcome, now: Timestamp) throws(StoreProblem) {
        guard var flight = flights.removeValue(forKey: id) else { return }
        if attempted != nil { flight.outcome = outcome.word }
        flight.microseconds = max(0, now.microseconds - flight.start.microseconds)
        let (lease, lane) = (flight.lease, flight.lane)
        let policy = lane.policy(renderer)
        lane.end(lease)
        let verdict = policy.verdict(outcome, now: now)
        if case .notMade = verdict { return try putOff(flight, now: now) }
        lane.counts.add(outcome.className, microseconds: flight.microseconds)
        lane.note(isFailure: verdict.isOfPartner, now: now.microseconds, cap: cap(policy))
        switch verdict {
        case .delivered:
            lane.counts.delivered += 1
            totals.deliverySum.add(from: lease.received, to: now)
            tell(.delivered, of: flight, now: now)
            try store.done(lease, now: now)
        case .permanent(let reason): try die(flight, reason, now: now)
        case .unknown(let reason):
            lane.counts.unknown += 1
            if flight.onUnknown == .park {
                tell(.parked, of: flight, now: now)
                try settle(lease, lane, .parked, reason, attempts: lease.attempts + 1, now: now)
            } else {
                try repeatLater(flight, reason, after: nil, now: now)
            }
        case .again(let reason, let after):
            if case .response(_, let text?, _, _, _) = outcome, after == nil, !text.isEmpty {
                totals.badRetryAfter += 1
            }
            try repeatLater(flight, reason, after: after, now: now)
        case .notMade: break
        }
    }

    /// Has a postback wait that could not be sent because something lacked on this side; that is no attempt.
    private func putOff(_ flight: Flight, now: Timestamp) throws(StoreProblem) {
        totals.shortages += 1
        let wait = settings.schedule.wait(after: 1, asked: nil, chance: chance())
        let due = now.adding(microseconds: Int64(wait * 1e6))
        tell(.again, of: flight, next: due, isAttempt: false, now: now)
        try store.again(flight.lease, attempts: flight.lease.attempts, due: due)
    }

    /// Has a postback wait for its next attempt, if it has one left.
    private func repeatLater(
        _ flight: Flight, _ reason: String, after: Double?, now: Timestamp
    ) throws(StoreProblem) {
        let attempts = flight.lease.attempts + 1
        guard attempts <= flight.retries else { return try die(flight, reason, now: now) }
        let wait = settings.schedule.wait(after: attempts, asked: after, chance: chance())
        let due = Timestamp(microseconds: now.microseconds + Int64(wait * 1e6))
        if isTooOld(flight.eventTime, flight.lane.policy(renderer).delivery, due) {
            return try die(flight, Self.tooOld, now: now)
        }
        tell(.again, of: flight, next: due, now: now)
        try store.again(flight.lease, attempts: attempts, due: due)
    }

    /// A postback has failed for good.
    private func die(_ flight: Flight, _ reason: String, now: Timestamp) throws(StoreProblem) {
        tell(.dead, of: flight, now: now)
        try die(flight.lease, flight.lane, reason, attempts: flight.lease.attempts + 1, now: now)
    }

    private func tell(
        _ result: AttemptReport.Result, of flight: Flight, next: Timestamp? = nil, isAttempt: Bool = true,
        now: Timestamp
    ) {
        guard attempted != nil else { return }
        var report = AttemptReport(
            flight.lease, result, flight.outcome, attempt: flight.lease.attempts + (isAttempt ? 1 : 0), now: now)
        report.place = flight.place
        report.microseconds = flight.microseconds
        report.next = next
        attempted?(report)
    }

    func tell(_ result: AttemptReport.Result, _ code: String, of lease: PostbackLease, now: Timestamp) {
        attempted?(AttemptReport(lease, result, code, attempt: lease.attempts, now: now))
    }
}

extension AttemptOutcome {
    /// The class under which attempts are counted.
    var className: String {
        switch self {
        case .response(200..<300, _, _, _, _): "2xx"
        case .response(let status, _, _, _, _): "\(status / 100)xx"
        case .failure(let failure): failure.rawValue
        }
    }

    /// What logs call it.
    var word: String {
        switch self {
        case .response(let status, _, _, _, _): "http_\(status)"
        case .failure(let failure): failure.rawValue
        }
    }
}

extension AttemptReport {
    /// What is known of an attempt of which nothing was sent.
    fileprivate init(_ lease: PostbackLease, _ result: Result, _ outcome: String, attempt: Int, now: Timestamp) {
        self.init(
            key: lease.key, app: lease.target.app, partner: lease.target.partner, postback: lease.target.name,
            revision: Int(lease.revision), attempt: attempt, place: "", outcome: outcome, result: result,
            microseconds: 0, time: now)
    }
}

extension AttemptVerdict {
    /// Whether it says that the partner is in trouble, and not that one request was wrong.
    var isOfPartner: Bool {
        switch self {
        case .again, .unknown: true
        case .delivered, .permanent, .notMade: false
        }
    }
}
