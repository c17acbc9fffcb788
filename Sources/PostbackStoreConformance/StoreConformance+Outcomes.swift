import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension StoreConformance {
    static let outcomes = [retries, letters, discarded, limits]

    private static let retries = Case("keeps repeated attempts apart from first ones, with their number") { trial in
        let store = trial.store
        _ = try store.put(StoreSample.event("e", [("meta", 0)]), now: StoreSample.at(0))
        let lease = try trial.lease("meta", 0)
        try store.again(lease, attempts: 1, due: StoreSample.at(8))
        try trial.expect(
            store.nextDue("meta", isRetry: false) == nil && store.nextDue("meta", isRetry: true) == StoreSample.at(8),
            "a repeated attempt is not among the repeated ones")
        try trial.expect(
            store.lease("meta", isRetry: true, now: StoreSample.at(7.9)) == nil
                && store.lease("meta", isRetry: false, now: StoreSample.at(100)) == nil, "it comes too early")
        let again = try trial.lease("meta", 8, isRetry: true)
        try trial.expect(
            again.attempts == 1 && again.key == lease.key && again.due == StoreSample.at(8), "it is another")
        try trial.commit()
        try store.done(again, now: StoreSample.at(8))
        try trial.expect(store.counts["meta"]?.pending == 0, "what is done still counts")
    }

    private static let letters = Case("lists dead letters and parked postbacks, and lets them wait again") { trial in
        let store = trial.store
        for name in ["e", "f"] {
            _ = try store.put(StoreSample.event(name, [("meta", 0)]), now: StoreSample.at(0))
        }
        var (first, second) = (try trial.lease("meta", 0), try trial.lease("meta", 0))
        (first.revision, second.revision) = (3, 4)
        try store.settle(first, as: .dead, reason: "http_410", attempts: 3, now: StoreSample.at(1))
        try store.settle(second, as: .parked, reason: "unknown_outcome", attempts: 1, now: StoreSample.at(2))
        let expected: Set = [
            SettledPostback(
                key: first.key, target: first.target, state: .dead, reason: "http_410", attempts: 3, revision: 3,
                time: StoreSample.at(1)),
            SettledPostback(
                key: second.key, target: second.target, state: .parked, reason: "unknown_outcome", attempts: 1,
                revision: 4, time: StoreSample.at(2)),
        ]
        try trial.expect(Set(store.settled) == expected, "they are not what is dead or parked: \(store.settled)")
        try trial.expect(
            store.counts["meta"].map { $0.pending == 0 && $0.dead == 1 && $0.parked == 1 } == true,
            "they are counted wrongly")
        let again = try store.put(StoreSample.event("e", [("meta", 0)]), now: StoreSample.at(90_000))
        try trial.expect(again == [false], "the event of a dead letter is taken again")
        try trial.expect(try store.revive(first.key, due: StoreSample.at(5)), "a dead letter is not revived")
        try trial.expect(
            try !store.revive(first.key, due: StoreSample.at(5))
                && !store.revive(Fingerprint(high: 1, low: 2), due: StoreSample.at(5)), "what is no letter is revived")
        let revived = try trial.lease("meta", 5)
        try trial.expect(revived.key == first.key && revived.attempts == 0, "it does not begin anew")
        try trial.expect(
            try store.line(of: revived) == Array("{\"event\":\"e\"}".utf8), "the event of a dead letter is lost")
        try trial.expect(store.settled.map(\.key) == [second.key], "what was revived is still a letter")
    }

    private static let discarded = Case("gives up a letter for good, and remembers its key for the window") { trial in
        let store = trial.store
        _ = try store.put(StoreSample.event("e", [("meta", 0)]), now: StoreSample.at(0))
        let lease = try trial.lease("meta", 0)
        try trial.expect(try !store.discard(lease.key, now: StoreSample.at(1)), "what is in flight is discarded")
        try store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: StoreSample.at(1))
        try trial.expect(try store.discard(lease.key, now: StoreSample.at(2)), "a letter is not discarded")
        try trial.expect(try !store.discard(lease.key, now: StoreSample.at(2)), "a letter is discarded twice")
        try trial.expect(store.settled.isEmpty && store.counts["meta"]?.dead == 0, "it is still there")
        let again = try store.put(StoreSample.event("e", [("meta", 0)]), now: StoreSample.at(3))
        try trial.expect(again == [false], "its event is taken again within the window")
        try trial.expect(try !store.revive(lease.key, due: StoreSample.at(3)), "it comes back")
    }

    private static let limits = Case("keeps no more letters than it may, and none for longer") { trial in
        let store = trial.store
        store.letterLimits = DeadLetterLimits(most: 3, seconds: 100)
        for number in 0..<5 {
            _ = try store.put(StoreSample.event("e\(number)", [("meta", 0)]), now: StoreSample.at(0))
            let lease = try trial.lease("meta", 0)
            let moment = StoreSample.at(Double(number * 10))
            try store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: moment)
        }
        func key(_ number: Int) -> Fingerprint { Fingerprint(of: "e\(number)", "meta") }
        let first = try store.maintain(now: StoreSample.at(41))
        try trial.expect(
            first.map(\.key) == [key(0), key(1)], "of too many it does not discard the oldest, and name them")
        try trial.expect(Set(store.settled.map(\.key)) == [key(2), key(3), key(4)], "it discards others")
        try trial.expect(try store.maintain(now: StoreSample.at(119)).isEmpty, "it discards too early")
        let second = try store.maintain(now: StoreSample.at(131))
        try trial.expect(second.map(\.key) == [key(2), key(3)], "it keeps letters for too long")
        try trial.expect(try store.revive(key(4), due: StoreSample.at(131)), "what is left is lost")
        try trial.expect(try store.maintain(now: StoreSample.at(1_000)).isEmpty, "what was revived is discarded")
        try trial.expect(try trial.lease("meta", 131).key == key(4), "what was revived does not wait")
    }
}
