import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("The dispatcher")
struct DispatcherTests {
    private static var fine: FaultPartner { FaultPartner() }

    @Test("sends nothing before it is due", arguments: [0.0, 30, 31, 59, 60, 299.5, 600])
    func due(_ delay: Double) throws {
        let world = try DispatchWorld(["meta": Self.fine])
        _ = try world.accept("e", [("meta", delay)])
        try world.run(until: 700)
        #expect(world.sent.map(\.at) == [delay] && world.dispatcher.counts.delivered == ["meta": 1])
    }

    @Test("sends a postback that always fails once, and once more for each retry", arguments: 0...10)
    func retries(_ retries: Int) throws {
        var partner = FaultPartner()
        partner.retries = retries
        partner.answer = { _, _ in (FaultPartner.status(503), 0.1, true) }
        let world = try DispatchWorld(["meta": partner])
        let event = try world.accept("e", [("meta", 0)])
        try world.run(until: 1e6)
        let sends = world.sends(event.postbacks[0].key)
        #expect(sends.count == retries + 1)
        #expect(world.dispatcher.store.settled.map(\.reason) == ["http_503"])
        #expect(world.dispatcher.store.settled.map(\.attempts) == [retries + 1])
        for (index, (first, second)) in zip(sends, sends.dropFirst()).enumerated() {
            let own = min(1_800, 5 * Double(1 << index))
            #expect((own...own * 1.5 + 0.2).contains(second.at - first.at), "wait \(index): \(second.at - first.at)")
        }
    }

    @Test("asks an answer what its partner file asks: the status, the body as text and JSON, headers")
    func answers() throws {
        let source = SmallPartner.source(
            """
            delivery {
                success 200...299
                success when body.events[0].status != "failed" and body.error is absent
                retry when body.code in [40100, "busy"] or header.X-Retry is present
                retry when status == 400 and body.later
                fail when header.x-reason == "no" or body == "NEVER"
            }
            postback install { GET api "/" }
            """)
        let policy = PartnerPolicy(try #require(SmallPartner.template(source)).delivery)
        func verdict(
            _ status: Int, _ body: String, _ headers: [AnswerHeader] = [], isCut: Bool = false
        ) -> AttemptVerdict {
            policy.verdict(
                .response(status: status, retryAfter: "7", headers: headers, body: Array(body.utf8), isCut: isCut),
                now: StoreSample.at(0))
        }
        let retry = AttemptVerdict.again(reason: "asked_to_retry", after: 7)
        let fails = AttemptVerdict.permanent(reason: "refused_in_answer")
        let refused = AttemptVerdict.permanent(reason: "refused_in_body")
        #expect(verdict(200, #"{"events":[{"status":"processed"}]}"#) == .delivered)
        #expect(verdict(200, #"{"events":[{"status":"failed"}]}"#) == refused)
        #expect(verdict(200, #"{"events":[],"error":null}"#) == .delivered)
        #expect(verdict(200, #"{"error":{"a":1}}"#) == refused)
        for body in [#"{"code":40100}"#, #"{"code":40100.0}"#, #"{"code":"busy"}"#] {
            #expect(verdict(200, body) == retry)
        }
        #expect(verdict(200, #"{"code":"40100"}"#) == .delivered)
        #expect(verdict(400, #"{"later":true}"#) == retry)
        #expect(verdict(400, #"{"later":"true"}"#) == .permanent(reason: "http_400"))
        #expect(verdict(404, "", [.init(name: "x-retry", value: "")]) == retry)
        #expect(verdict(503, "", [.init(name: "X-Reason", value: "no")]) == fails)
        #expect(verdict(503, " NEVER\n") == fails && verdict(503, "never") == .again(reason: "http_503", after: 7))
        // Of an answer that was cut off nobody knows what it says; a code that is no success still says what it says.
        #expect(verdict(200, "NEVER", isCut: true) == .unknown(reason: "answer_too_long"))
        #expect(verdict(410, "NEVER", isCut: true) == .permanent(reason: "http_410"))
    }

    @Test("takes an answer for what it means")
    func verdicts() {
        let policy = PartnerPolicy(
            DeliveryPolicy(
                successCodes: [200...204],
                successConditions: [.equals(.member([.key("code")]), .number(ExactDecimal(0)))],
                retryCodes: [429...429, 500...599]))
        let now = StoreSample.at(0)
        func verdict(_ status: Int, _ body: String = "", after: String? = nil) -> AttemptVerdict {
            policy.verdict(.response(status: status, retryAfter: after, body: Array(body.utf8)), now: now)
        }
        #expect(verdict(200, "{\"code\":0}") == .delivered && verdict(204, "{\"code\":0.0}") == .delivered)
        for body in ["{\"code\":1}", "{\"code\":\"0\"}", "{}", "", "[0]", "{\"code\":", "OK"] {
            #expect(verdict(200, body) == .permanent(reason: "refused_in_body"), "\(body)")
        }
        // What an answer says that was cut off nobody knows.
        #expect(
            policy.verdict(
                .response(status: 200, retryAfter: nil, body: Array("{\"code\":".utf8), isCut: true), now: now)
                == .unknown(reason: "answer_too_long"))
        #expect(verdict(302) == .permanent(reason: "http_302") && verdict(410) == .permanent(reason: "http_410"))
        #expect(verdict(429) == .again(reason: "http_429", after: nil))
        #expect(verdict(503, after: "120") == .again(reason: "http_503", after: 120))
        // 2026-11-23T08:02:00Z, two minutes later.
        #expect(verdict(503, after: "Mon, 23 Nov 2026 08:02:00 GMT") == .again(reason: "http_503", after: 120))
        #expect(verdict(503, after: "Mon, 23 Nov 2020 08:02:00 GMT") == .again(reason: "http_503", after: 0))
        // The forms that HTTP had before, which are still to be understood.
        for text in ["Monday, 23-Nov-26 08:02:00 GMT", "Mon Nov 23 08:02:00 2026"] {
            #expect(verdict(503, after: text) == .again(reason: "http_503", after: 120), "\(text)")
        }
        #expect(verdict(503, after: "Mon Nov  3 08:02:00 2025") == .again(reason: "http_503", after: 0))
        #expect(verdict(503, after: "Sunday, 06-Nov-94 08:49:37 GMT") == .again(reason: "http_503", after: 0))
        for text in [
            "-5", "soon", "1e3", "", "12.5", "Mon, 23 Nov 2026 08:02:00", "Mon, 31 Feb 2026 08:02:00 GMT",
            "Xyz, 23 Nov 2026 08:02:00 GMT", "Mon, 23 Nov 26 08:02:00 GMT", "Mon Nov 23 2026 08:02:00",
        ] {
            #expect(verdict(503, after: text) == .again(reason: "http_503", after: nil), "\(text)")
        }
        for failure in AttemptFailure.allCases {
            let verdict = policy.verdict(.failure(failure), now: now)
            switch failure {
            case .timeout, .reset, .malformed: #expect(verdict == .unknown(reason: failure.rawValue))
            case .shortage: #expect(verdict == .notMade)
            case .forbiddenAddress: #expect(verdict == .permanent(reason: "forbidden_address"))
            default: #expect(verdict == .again(reason: failure.rawValue, after: nil))
            }
        }
    }

    @Test("takes a code for the same whether or not it looks at more of an answer")
    func codes() {
        let plain = DeliveryPolicy(successCodes: [200...204, 409...409], retryCodes: [429...429, 500...599])
        var looking = plain
        looking.failureConditions = [.equals(.text, .text("never"))]
        for status in 100..<600 {
            let outcome = AttemptOutcome.response(status: status, retryAfter: "3", body: Array("ok".utf8))
            let verdicts = [plain, looking].map { PartnerPolicy($0).verdict(outcome, now: StoreSample.at(0)) }
            #expect(verdicts[0] == verdicts[1], "\(status)")
        }
    }

    @Test(
        "honours what the partner asks for, within bounds",
        arguments: [
            (1, nil, 5), (1, 2, 5), (1, 12, 12), (1, 1e9, 20), (2, 30, 30), (2, 3_600, 40), (9, 3_600, 3_600),
            (9, 1e9, 3_600),
            (12, nil, 1_800),
        ] as [(Int, Double?, Double)])
    func retryAfter(_ attempts: Int, _ asked: Double?, _ expected: Double) {
        #expect(RetrySchedule().wait(after: attempts, asked: asked, chance: 0) == expected)
        #expect(RetrySchedule().wait(after: attempts, asked: asked, chance: 1) == expected * 1.5)
    }

    @Test("does not repeat ten thousand failures in one wave")
    func jitter() {
        var random = SeededGenerator()
        var seconds: [Int: Int] = [:]
        for _ in 0..<10_000 {
            let wait = RetrySchedule().wait(after: 4, asked: nil, chance: Double.random(in: 0..<1, using: &random))
            seconds[Int(wait), default: 0] += 1
        }
        #expect((seconds.values.max() ?? 0) < 3 * 10_000 / 20)
    }

    @Test("parks what may have arrived where that is wanted, and sends it again elsewhere")
    func unknown() throws {
        var parking = FaultPartner()
        parking.onUnknown = .park
        parking.answer = { _, _ in (.failure(.reset), 0.1, true) }
        var resending = parking
        resending.onUnknown = .resend
        let world = try DispatchWorld(["meta": parking, "unity": resending])
        _ = try world.accept("e", [("meta", 0), ("unity", 0)])
        try world.run(until: 1e6)
        #expect(world.sent.count { $0.partner == "meta" } == 1 && world.sent.count { $0.partner == "unity" } == 4)
        #expect(Set(world.dispatcher.store.settled.map(\.state)) == [.parked, .dead])
        #expect(world.dispatcher.counts.unknown == 5)
    }

    @Test("does not send an event that is too old for the partner, nor wait until it is")
    func oldest() throws {
        var partner = FaultPartner()
        partner.policy = DeliveryPolicy(oldestSeconds: 60)
        partner.retries = 10
        partner.answer = { _, _ in (FaultPartner.status(500), 0.1, true) }
        let world = try DispatchWorld(["meta": partner])
        _ = try world.accept("late", [("meta", 90)])
        _ = try world.accept("soon", [("meta", 0)])
        try world.run(until: 1e6)
        #expect(world.sent.allSatisfy { $0.at <= 60 } && world.sent.count > 1)
        #expect(world.dispatcher.counts.dead == ["too_old": 2])
    }

    @Test("keeps an event of the future until the partner takes it, and gives up one that lies far ahead")
    func future() throws {
        var partner = Self.fine
        partner.policy = DeliveryPolicy(futureSeconds: 300)
        partner.eventTime = StoreSample.at(700)
        let world = try DispatchWorld(["meta": partner])
        _ = try world.accept("soon", [("meta", 0)])
        try world.run(until: 1_000)
        #expect(world.sent.map(\.at) == [400] && world.dispatcher.counts.delivered == ["meta": 1])
        partner.eventTime = StoreSample.at(300 + 3_601)
        let far = try DispatchWorld(["meta": partner])
        _ = try far.accept("far", [("meta", 0)])
        try far.run(until: 1e6)
        #expect(far.sent.isEmpty && far.dispatcher.counts.dead == ["too_new": 1])
    }

    @Test("uses up no attempt, and does not count against the partner, what failed for a lack on this side")
    func shortage() throws {
        var partner = Self.fine
        partner.retries = 0
        partner.answer = { now, _ in
            now < 500 ? (.failure(.shortage), 0.01, false) : (FaultPartner.status(200), 0.01, true)
        }
        let world = try DispatchWorld(["meta": partner])
        for number in 0..<30 { _ = try world.accept("e\(number)", [("meta", 0)]) }
        try world.run(until: 499)
        #expect(world.dispatcher.breaker("meta") == .closed && world.dispatcher.counts.shortages > 30)
        try world.run(until: 1_000)
        #expect(world.dispatcher.counts.delivered == ["meta": 30] && world.dispatcher.store.settled.isEmpty)
    }

    @Test("holds what is paused as it is, and sends it when it is released")
    func held() throws {
        let world = try DispatchWorld(["meta": Self.fine])
        _ = try world.accept("e", [("meta", 0)])
        world.renderer.override = .held
        for _ in 0..<5 { try world.step(until: 10) }
        #expect(world.sent.isEmpty && !world.dispatcher.hasWork && world.dispatcher.store.counts["meta"]?.held == 1)
        world.renderer.override = nil
        world.dispatcher.store.releaseHeld()
        try world.run(until: 20)
        #expect(world.dispatcher.counts.delivered == ["meta": 1] && world.dispatcher.inFlight("meta") == 0)
    }

    @Test("is not kept by very much that is paused, and counts none of it against the partner's rate")
    func manyPaused() throws {
        let world = try DispatchWorld(["meta": FaultPartner(policy: .init(rate: .init(5, per: .second)))])
        world.renderer.override = .held
        for number in 0..<100 { _ = try world.accept("p\(number)", [("meta", 0)]) }
        #expect(try world.dispatcher.next(now: world.moment, most: 16).isEmpty)
        #expect(world.dispatcher.store.counts["meta"]?.held == 16)
        while world.dispatcher.store.counts["meta"]?.held != 100 {
            let before = world.dispatcher.store.counts["meta"]?.held ?? 0
            _ = try world.dispatcher.next(now: world.moment, most: 16)
            guard world.dispatcher.store.counts["meta"]?.held ?? 0 > before else { break }
        }
        #expect(world.dispatcher.store.counts["meta"]?.held == 100)
        world.renderer.override = nil
        _ = try world.accept("e", [("meta", 0)])
        #expect(try world.dispatcher.next(now: world.moment, most: 16).count == 1)
    }

    @Test("keeps one partner's requests in flight, and their rate, within what it takes")
    func limits() throws {
        var partner = FaultPartner()
        partner.policy = DeliveryPolicy(rate: .init(20, per: .second), concurrency: 3)
        partner.answer = { _, _ in (FaultPartner.status(200), 0.5, true) }
        let world = try DispatchWorld(["meta": partner, "unity": Self.fine])
        for number in 0..<60 { _ = try world.accept("e\(number)", [("meta", 0), ("unity", 0)]) }
        try world.run(until: 1e6)
        #expect(world.most["meta"] == 3)
        #expect(world.sent.filter { $0.partner == "unity" }.allSatisfy { $0.at < 2 })
        var rated = partner
        rated.policy = DeliveryPolicy(rate: .init(20, per: .second))
        rated.answer = { _, _ in (FaultPartner.status(200), 0.001, true) }
        let fast = try DispatchWorld(["meta": rated])
        for number in 0..<100 { _ = try fast.accept("e\(number)", [("meta", 0)]) }
        try fast.run(until: 1e6)
        let times = fast.sent.map(\.at)
        // As the dispatcher saw them.
        let micros = times.map { StoreSample.at($0).microseconds }
        for start in micros { #expect(micros.count { (start..<start + 1_000_000).contains($0) } <= 20) }
        #expect((times.last ?? 0) > 3.5 && fast.dispatcher.counts.delivered == ["meta": 100])
    }

    @Test("goes slowly at first when very many fall due at once, and leaves others their turn")
    func ramp() throws {
        var slow = FaultPartner()
        slow.answer = { _, _ in (FaultPartner.status(200), 0.1, true) }
        let world = try DispatchWorld(["meta": slow, "unity": Self.fine])
        for number in 0..<3_000 { _ = try world.accept("e\(number)", [("meta", 600)]) }
        _ = try world.accept("other", [("unity", 600)])
        try world.step(until: 600)
        try world.step(until: 600.05)
        #expect(world.sent.count { $0.partner == "meta" } == Int(DispatchLane.initialRamp))
        #expect(world.sent.contains { $0.partner == "unity" && $0.at == 600 })
        try world.run(until: 1e6)
        #expect(world.dispatcher.counts.delivered == ["meta": 3_000, "unity": 1] && world.most["meta"] == 64)
    }

    @Test("asks a partner that is down once in thirty seconds, and is back within a minute")
    func breaker() throws {
        var partner = FaultPartner()
        partner.retries = 10
        partner.answer = { now, _ in
            now < 600 ? (.failure(.connect), 0.01, false) : (FaultPartner.status(200), 0.01, true)
        }
        let world = try DispatchWorld(["meta": partner])
        for number in 0..<400 { _ = try world.accept("e\(number)", [("meta", Double(number))]) }
        try world.run(until: 600)
        let probes = world.sent.filter { $0.at > 60 && $0.at < 600 }.map(\.at)
        for (first, second) in zip(probes, probes.dropFirst()) { #expect(second - first >= 30) }
        #expect(!probes.isEmpty && world.dispatcher.breaker("meta") != .closed)
        try world.run(until: 1e6)
        #expect(world.sent.contains { $0.at >= 600 && $0.at < 660 && $0.arrived })
        #expect(world.dispatcher.counts.delivered == ["meta": 400] && world.dispatcher.store.settled.isEmpty)
    }

    @Test("lets the others be when one of twenty partners hangs")
    func isolation() throws {
        func finish(hanging: Bool) throws -> Double {
            var partners: [String: FaultPartner] = [:]
            for number in 0..<20 { partners["p\(number)"] = Self.fine }
            if hanging { partners["p7"]?.answer = { _, _ in (.failure(.timeout), 10, false) } }
            let world = try DispatchWorld(partners, settings: .init(inFlight: 256, inFlightOfPartner: 16))
            for number in 0..<100 { _ = try world.accept("e\(number)", partners.keys.sorted().map { ($0, 0) }) }
            while world.dispatcher.counts.delivered.filter({ $0.key != "p7" }).values.reduce(0, +) < 1_900 {
                try world.step(until: 1e6)
            }
            return world.now
        }
        #expect(try finish(hanging: true) <= finish(hanging: false) * 1.05)
    }

    @Test("drops what renders to nothing, and puts aside what the account has withdrawn")
    func skips() throws {
        let world = try DispatchWorld(["meta": Self.fine])
        _ = try world.accept("e", [("meta", 0)])
        world.renderer.override = .skip(code: "condition")
        try world.run(until: 10)
        _ = try world.accept("f", [("meta", 0)])
        world.renderer.override = .withdrawn(code: "inactive")
        try world.run(until: 20)
        #expect(world.dispatcher.counts.skipped == ["condition": 1] && world.sent.isEmpty)
        #expect(world.dispatcher.store.settled.map(\.reason) == ["inactive"])
        #expect(world.dispatcher.inFlight("meta") == 0)
    }
}
