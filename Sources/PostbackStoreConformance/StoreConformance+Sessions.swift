import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension StoreConformance {
    static let sessions = [claims, identifiers, claimsThatLast]

    private static let day = 86_400.0

    private static func take(
        _ trial: Trial, _ name: String, _ identifiers: [String], _ seconds: Double, from start: Double, now: Double = 0
    ) throws -> Bool {
        let event = StoreSample.session(name, of: identifiers, at: seconds, from: start, received: now)
        return try trial.store.put(event, now: StoreSample.at(now)) == [true]
    }

    private static let claims = Case("takes no session that lies in a span that is taken") { trial in
        func take(_ name: String, _ seconds: Double, from start: Double) throws -> Bool {
            try StoreConformance.take(trial, name, ["d"], seconds, from: start)
        }
        try trial.expect(try take("a", 10, from: 0), "the first session of a period is not taken")
        try trial.expect(try !take("b", 20, from: 0), "a second one of the period is")
        try trial.expect(try !take("c", 20, from: 0.001), "a period that differs by a millisecond is another one")
        try trial.expect(try !take("d", 20, from: -day / 2), "a span is forgotten when the anchor moves")
        try trial.expect(try take("e", day, from: day), "the next period is not free")
        try trial.expect(try !take("f", 2 * day - 1, from: day), "a span ends too early")
        try trial.expect(try take("g", 3 * day, from: 3 * day), "a later period is not free")
        try trial.expect(try take("h", 2.5 * day, from: 2 * day), "a session that comes late is lost")
        // What has become of the postback makes no difference.
        let lease = try trial.lease("meta", 0)
        try trial.store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: StoreSample.at(0))
        _ = try trial.store.discard(lease.key, now: StoreSample.at(0))
        try trial.expect(try !take("i", 30, from: 0), "a delivery that ended dead has not used its period")
    }

    private static let identifiers = Case("knows a device by each of its identifiers") { trial in
        func take(_ name: String, _ identifiers: [String]) throws -> Bool {
            try StoreConformance.take(trial, name, identifiers, 10, from: 0)
        }
        try trial.expect(try take("a", ["mmp", "idfa"]), "a new device is not taken")
        try trial.expect(try !take("b", ["idfa"]), "it is not known by its second identifier")
        try trial.expect(try !take("c", ["other", "mmp"]), "it is not known by its first identifier")
        try trial.expect(try take("d", ["other"]), "what was not taken has taken a span")
        try trial.expect(try take("e", ["third"]), "another device is not another")
    }

    private static let claimsThatLast = Case(
        "remembers the spans of sessions longer than keys, whatever it clears away"
    ) {
        trial in
        func take(_ name: String, now: Double, _ seconds: Double = 10, from start: Double = 0) throws -> Bool {
            try StoreConformance.take(trial, name, ["d", "e"], seconds, from: start, now: now)
        }
        try trial.expect(try take("a", now: 0), "a session is not taken")
        try trial.store.done(try trial.lease("meta", 0), now: StoreSample.at(0))
        for (round, seconds) in [1_000.0, day, 3.9 * day].enumerated() {
            try trial.churn(150, at: seconds, "r\(round)-")
            try trial.expect(try !take("b", now: seconds), "the span is forgotten after \(seconds) seconds")
            guard trial.isDurable else { continue }
            try trial.reopen(at: seconds)
            try trial.expect(
                try !take("c", now: seconds), "the span is forgotten by a restart after \(seconds) seconds")
        }
        _ = try trial.store.maintain(now: StoreSample.at(4.1 * day))
        try trial.expect(try take("d", now: 4.1 * day), "the span is never forgotten")
        guard trial.isDurable else { return }
        try trial.commit()
        try trial.reopen(at: 4.1 * day)
        try trial.expect(try !take("e", now: 4.1 * day), "a span that was taken anew is forgotten by a restart")
    }
}
