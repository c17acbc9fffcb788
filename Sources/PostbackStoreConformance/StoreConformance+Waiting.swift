import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension StoreConformance {
    static let waiting = [order, content, duplicates, held]

    private static let order = Case("hands a postback out when it is due and not before, each to one") { trial in
        let store = trial.store
        let dues = [30.0, 0, 600, 30, 45, 0]
        for (index, due) in dues.enumerated() {
            let taken = try store.put(StoreSample.event("e\(index)", [("meta", due)]), now: StoreSample.at(0))
            try trial.expect(taken == [true], "event \(index) was not taken")
            try trial.commit()
        }
        func keys(_ seconds: Double) -> [Fingerprint] {
            var keys: [Fingerprint] = []
            while let lease = store.lease("meta", isRetry: false, now: StoreSample.at(seconds)) {
                keys.append(lease.key)
            }
            return keys
        }
        func key(_ index: Int) -> Fingerprint { Fingerprint(of: "e\(index)", "meta") }
        func next() -> Timestamp? { store.nextDue("meta", isRetry: false) }
        try trial.expect(store.counts["meta"]?.pending == 6 && store.partners == ["meta"], "it counts wrongly")
        try trial.expect(next() == StoreSample.at(0), "it does not say what is due first")
        try trial.expect(keys(0) == [key(1), key(5)], "it does not hand out what is due")
        try trial.expect(next() == StoreSample.at(30) && keys(29.999_999).isEmpty, "it hands out what is not due")
        try trial.expect(keys(30) == [key(0), key(3)], "of two that are due at once the first to come is not first")
        try trial.expect(keys(600) == [key(4), key(2)], "what was due first is not first")
        try trial.expect(keys(600).isEmpty && next() == nil, "it hands out something twice")
        try trial.expect(
            store.lease("unity", isRetry: false, now: StoreSample.at(600)) == nil, "it knows a partner of nothing")
    }

    private static let content = Case("gives back the event and what was decided with it") { trial in
        for index in 0..<40 {
            var event = StoreSample.event("e\(index)", [("meta", 0), ("unity", 0)])
            event.postbacks[1].item = index % 3 == 0 ? nil : index
            _ = try trial.store.put(event, now: StoreSample.at(0))
            try trial.commit()
        }
        for index in 0..<40 {
            let lease = try trial.lease("unity", 0)
            let line = try trial.store.line(of: lease)
            try trial.expect(line == Array("{\"event\":\"e\(index)\"}".utf8), "event \(index) is another")
            try trial.expect(
                lease.target == PostbackTarget(app: "a", partner: "unity", name: "install")
                    && lease.item == (index % 3 == 0 ? nil : index)
                    && lease.withheld == .attribution && lease.received == StoreSample.at(0) && lease.attempts == 0,
                "what was decided with event \(index) is lost")
            try trial.store.done(lease, now: StoreSample.at(1))
        }
        try trial.expect(
            trial.store.counts["meta"]?.pending == 40 && trial.store.counts["unity"]?.pending == 0,
            "it counts what is done")
        try trial.expect(
            trial.store.waiting() == [PostbackTarget(app: "a", partner: "meta", name: "install"): 40],
            "it does not say what waits for whom")
    }

    private static let duplicates = Case("takes a key once, while it waits and for a window after it is done") {
        trial in
        let store = trial.store
        let event = StoreSample.event("e", [("meta", 0), ("unity", 0)])
        func put(_ seconds: Double, _ event: AcceptedEvent) throws -> [Bool] {
            try store.put(event, now: StoreSample.at(seconds))
        }
        try trial.expect(try put(0, event) == [true, true], "a new event is not taken")
        try trial.expect(try put(1, event) == [false, false], "an event that waits is taken again")
        try store.done(try trial.lease("meta", 0), now: StoreSample.at(0))
        try trial.expect(try put(2, event) == [false, false], "an event that is done is taken again at once")
        _ = try store.maintain(now: StoreSample.at(599))
        try trial.expect(try put(599, event) == [false, false], "an event is taken again within the window")
        _ = try store.maintain(now: StoreSample.at(3_000))
        try trial.expect(try put(3_000, event) == [true, false], "an event is not taken again after the window")
        var twice = StoreSample.event("f", [("meta", 0)])
        twice.postbacks += twice.postbacks
        try trial.expect(try put(0, twice) == [true, false], "a key is taken twice of one event")
    }

    private static let held = Case("keeps what is held back from being leased, until it is released") { trial in
        for name in ["e", "f"] {
            _ = try trial.store.put(StoreSample.event(name, [("meta", 0)]), now: StoreSample.at(0))
        }
        let first = try trial.lease("meta", 0)
        trial.store.hold(first)
        let second = try trial.lease("meta", 0)
        try trial.expect(second.key != first.key, "it leases what is held")
        try trial.expect(
            trial.store.lease("meta", isRetry: false, now: StoreSample.at(9)) == nil, "it leases what is held")
        try trial.expect(
            trial.store.counts["meta"].map { $0.pending == 2 && $0.held == 1 } == true, "it does not count what is held"
        )
        trial.store.releaseHeld()
        let again = try trial.lease("meta", 1)
        try trial.expect(
            again.key == first.key && again.attempts == 0 && again.due == first.due, "what was held is not what it was")
        try trial.expect(trial.store.counts["meta"]?.held == 0, "it counts as held what is released")
    }
}
