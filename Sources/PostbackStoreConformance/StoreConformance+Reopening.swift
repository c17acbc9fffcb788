import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension StoreConformance {
    static let reopening = [survival, intents, clearing, again, letters]

    private static let survival = Case("is what it was when it is opened anew, if it is to survive") { trial in
        guard trial.isDurable else { return }
        for name in ["waits", "again", "dead", "done", "out"] {
            let due = name == "waits" ? 500.0 : 0
            var event = StoreSample.event(name, [(name, due)])
            if name == "again" { event.postbacks[0].item = 70_000 }
            _ = try trial.store.put(event, now: StoreSample.at(0))
        }
        try trial.store.again(try trial.lease("again", 0), attempts: 2, due: StoreSample.at(40))
        var dead = try trial.lease("dead", 0)
        dead.revision = 7
        try trial.store.settle(dead, as: .dead, reason: "http_410", attempts: 4, now: StoreSample.at(3))
        try trial.store.done(try trial.lease("done", 0), now: StoreSample.at(0))
        let out = try trial.lease("out", 0)
        try trial.commit()
        let settled = Set(trial.store.settled)
        try trial.reopen(at: 10)
        try trial.expect(Set(trial.store.settled) == settled && settled.count == 1, "letters are not what they were")
        try trial.expect(
            trial.store.nextDue("waits", isRetry: false) == StoreSample.at(500), "what waits has another due time")
        let again = try trial.lease("again", 40, isRetry: true)
        try trial.expect(again.attempts == 2 && again.due == StoreSample.at(40), "attempts are forgotten")
        try trial.expect(again.item == 70_000, "the item is forgotten")
        try trial.expect(try trial.lease("out", 10).key == out.key, "what was in flight is lost")
        try trial.expect(
            try trial.store.line(of: again) == Array("{\"event\":\"again\"}".utf8), "an event is another")
        let done = try trial.store.put(StoreSample.event("done", [("done", 0)]), now: StoreSample.at(10))
        try trial.expect(done == [false], "a key that was done is forgotten")
    }

    private static let intents = Case("parks what was noted and has no outcome when it is opened anew") { trial in
        guard trial.isDurable else { return }
        for name in ["noted", "sent"] {
            _ = try trial.store.put(StoreSample.event(name, [("meta", 0)]), now: StoreSample.at(0))
        }
        let (noted, sent) = (try trial.lease("meta", 0), try trial.lease("meta", 0))
        try trial.store.intend(noted)
        try trial.commit()
        for _ in 0..<2 {
            try trial.reopen(at: 1)
            try trial.expect(
                trial.store.settled.map(\.key) == [noted.key] && trial.store.settled.map(\.state) == [.parked],
                "it is not parked")
            try trial.commit()
        }
        try trial.expect(try trial.lease("meta", 1).key == sent.key, "what was not noted is not sent again")
    }

    private static let again = Case("keeps what came again after its key was forgotten") { trial in
        guard trial.isDurable else { return }
        let event = StoreSample.event("twice", [("meta", 0)])
        _ = try trial.store.put(event, now: StoreSample.at(0))
        try trial.store.done(try trial.lease("meta", 0), now: StoreSample.at(0))
        try trial.commit()
        let later = Double(StoreConformance.window) * 3
        _ = try trial.store.maintain(now: StoreSample.at(later))
        try trial.expect(try trial.store.put(event, now: StoreSample.at(later)) == [true], "its key is not forgotten")
        try trial.commit()
        try trial.reopen(at: later)
        try trial.expect(trial.store.counts["meta"]?.pending == 1, "it is lost when the store is opened anew")
        try trial.expect(
            try trial.store.put(event, now: StoreSample.at(later)) == [false], "it is taken once more beside itself")
    }

    private static let letters = Case("remembers what was done with dead letters, and what a postback is for") {
        trial in
        guard trial.isDurable else { return }
        for name in ["revived", "discarded"] {
            var event = StoreSample.event(name, [(name, 0)])
            event.received = StoreSample.at(5)
            _ = try trial.store.put(event, now: StoreSample.at(5))
            let lease = try trial.lease(name, 5)
            try trial.store.settle(lease, as: .dead, reason: "http_410", attempts: 4, now: StoreSample.at(5))
        }
        try trial.commit()
        let keys = Dictionary(uniqueKeysWithValues: trial.store.settled.map { ($0.target.partner, $0.key) })
        guard let revived = keys["revived"], let discarded = keys["discarded"] else {
            return try trial.expect(false, "they are no dead letters")
        }
        try trial.expect(try trial.store.revive(revived, due: StoreSample.at(6)), "one is not revived")
        try trial.expect(try trial.store.discard(discarded, now: StoreSample.at(6)), "one is not discarded")
        try trial.commit()
        try trial.reopen(at: 7)
        try trial.expect(trial.store.settled.isEmpty, "they are dead letters again")
        let lease = try trial.lease("revived", 7)
        let event = StoreSample.event("revived", [("revived", 0)])
        try trial.expect(
            lease.attempts == 0 && lease.target == event.postbacks[0].target
                && lease.withheld == event.postbacks[0].withheld
                && lease.received == StoreSample.at(5), "what was revived is another")
    }

    private static let clearing = Case("loses nothing when it clears away what is done") { trial in
        _ = try trial.store.put(StoreSample.event("left", [("meta", 900)]), now: StoreSample.at(0))
        try trial.churn(300, at: 1, "e")
        if trial.isDurable { try trial.reopen(at: 2) }
        try trial.expect(trial.store.counts["meta"]?.pending == 1, "what waits is lost")
        let lease = try trial.lease("meta", 900)
        try trial.expect(
            try trial.store.line(of: lease) == Array("{\"event\":\"left\"}".utf8) && lease.due == StoreSample.at(900),
            "what waits is another")
        for number in 0..<300 {
            let event = StoreSample.event("e\(number)", [("churn", 0)])
            try trial.expect(
                try trial.store.put(event, now: StoreSample.at(2)) == [false], "key \(number) is forgotten")
        }
    }
}
