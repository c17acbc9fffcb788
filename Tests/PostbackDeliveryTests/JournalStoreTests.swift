import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A store in a journal")
struct JournalStoreTests {
    private static func at(_ seconds: Double) -> Timestamp { StoreSample.at(seconds) }

    private static func open(
        _ disk: FaultDisk, _ random: inout SeededGenerator, now: Double = 0
    ) throws(JournalProblem) -> JournalStore {
        var salt = UInt64.random(in: 1...UInt64.max, using: &random)
        return try JournalStore(
            disk, window: 100_000, segmentSize: 2_000, lineLimit: 400, now: at(now),
            makeSalt: {
                salt = salt &* 6_364_136_223_846_793_005 &+ 1
                return salt
            })
    }

    @Test("stays small when all is done, remembers keys over that, and moves on what is left")
    func compaction() throws {
        var random = SeededGenerator()
        let disk = FaultDisk()
        let store = try Self.open(disk, &random)
        _ = try store.put(StoreSample.event("left", [("meta", 900)]), now: Self.at(0))
        var largest = 0
        for number in 0..<400 {
            _ = try store.put(StoreSample.event("e\(number)", [("meta", 0)]), now: Self.at(0))
            try store.commit()?.perform()
            try store.done(try #require(store.lease("meta", isRetry: false, now: Self.at(1))), now: Self.at(1))
            _ = try store.maintain(now: Self.at(1))
            try store.commit()?.perform()
            largest = max(largest, try disk.files().count)
        }
        #expect(largest < 30, "\(largest) files for one event and 400 keys")
        let again = try Self.open(disk, &random, now: 2)
        #expect(again.pendingCount == 1)
        let lease = try #require(again.lease("meta", isRetry: false, now: Self.at(900)))
        #expect(try again.line(of: lease) == Array("{\"event\":\"left\"}".utf8) && lease.due == Self.at(900))
        for number in 0..<400 {
            #expect(try again.put(StoreSample.event("e\(number)", [("meta", 0)]), now: Self.at(2)) == [false])
        }
    }

    @Test("moves on what an event has now that came again after it had been forgotten")
    func forgottenAndBack() throws {
        var random = SeededGenerator()
        let disk = FaultDisk()
        let store = try Self.open(disk, &random)
        _ = try store.put(StoreSample.event("e", [("meta", 0), ("unity", 0)]), now: Self.at(0))
        for partner in ["meta", "unity"] {
            try store.done(try #require(store.lease(partner, isRetry: false, now: Self.at(0))), now: Self.at(0))
        }
        try store.commit()?.perform()
        // The keys are forgotten; the event comes again, for a partner more.
        _ = try store.maintain(now: Self.at(200_000))
        var again = StoreSample.event("e", [("meta", 900_000), ("unity", 900_000), ("snap", 900_000)])
        again.line = Array("{\"event\":\"again\"}".utf8)
        again.received = Self.at(200_000)
        #expect(try store.put(again, now: Self.at(200_000)) == [true, true, true])
        // Other events fill segments until the first one is cleared away.
        let first = try disk.files().min()
        for number in 0..<400 where try disk.files().contains(first ?? "") {
            _ = try store.put(StoreSample.event("o\(number)", [("meta", 0)]), now: Self.at(200_001))
            try store.commit()?.perform()
            try store.done(
                try #require(store.lease("meta", isRetry: false, now: Self.at(200_001))), now: Self.at(200_001))
            _ = try store.maintain(now: Self.at(200_001))
            try store.commit()?.perform()
        }
        #expect(try !disk.files().contains(first ?? ""))
        let reopened = try Self.open(disk, &random, now: 200_002)
        #expect(reopened.pendingCount == 3)
        for partner in ["meta", "unity", "snap"] {
            let lease = try #require(reopened.lease(partner, isRetry: false, now: Self.at(900_000)))
            #expect(try reopened.line(of: lease) == again.line && lease.received == Self.at(200_000))
        }
    }

    @Test("that finds the disk full takes nothing in, goes on with what it has, and recovers")
    func diskFull() throws {
        var random = SeededGenerator()
        let disk = FaultDisk()
        let store = try Self.open(disk, &random)
        disk.error = 28
        var taken = 0
        var refused: StoreProblem?
        while refused == nil {
            disk.failsAfter = nil
            // Writing what there is room for works, making another file does not.
            if store.journal.room < 400 { disk.failsAfter = disk.calls }
            do throws(StoreProblem) {
                _ = try store.put(StoreSample.event("e\(taken)", [("meta", 0)]), now: Self.at(0))
                disk.failsAfter = nil
                try Self.perform(store)
                taken += 1
            } catch {
                refused = error
            }
        }
        #expect(refused?.kind == .full && refused?.description.contains("No space left on device") == true)
        #expect(store.pendingCount == taken && taken > 3)
        let lease = try #require(store.lease("meta", isRetry: false, now: Self.at(0)))
        try store.done(lease, now: Self.at(0))
        disk.failsAfter = nil
        try Self.perform(store)
        #expect(try store.put(StoreSample.event("late", [("meta", 0)]), now: Self.at(0)) == [true])
        try Self.perform(store)
        #expect(try Self.open(disk, &random).pendingCount == taken)
    }

    @Test("opens on a full disk in what room it took before, and says so when there is none")
    func openingOnFullDisk() throws {
        var random = SeededGenerator()
        let disk = FaultDisk()
        func open() throws(JournalProblem) -> JournalStore {
            try JournalStore(disk, segmentSize: 4 << 20, now: Self.at(1)) {
                UInt64.random(in: 0...UInt64.max, using: &random)
            }
        }
        let store = try open()
        for name in ["a", "b"] {
            #expect(try store.put(StoreSample.event(name, [("meta", 0)]), now: Self.at(0)) == [true])
        }
        try Self.perform(store)
        disk.capacity = disk.used
        // The first segment gives back what it did not use, which is less than another one of its size needs.
        let again = try open()
        #expect(again.journal.room > 1 << 20 && again.journal.room < 4 << 20 && again.pendingCount == 2)
        let lease = try #require(again.lease("meta", isRetry: false, now: Self.at(2)))
        try again.done(lease, now: Self.at(2))
        try Self.perform(again)
        // What is taken in leaves room to those on their way, and wants a whole segment when that is gone.
        let line = Array("{\"x\":\"\(String(repeating: "x", count: 900_000))\"}".utf8)
        var refusal: StoreProblem?
        for number in 0..<4 where refusal == nil {
            var event = StoreSample.event("big \(number)", [("meta", 0)])
            event.line = line
            do throws(StoreProblem) {
                _ = try again.put(event, now: Self.at(3))
                try Self.perform(again)
            } catch {
                refusal = error
            }
        }
        #expect(refusal?.description.contains("No space left on device") == true)
        let waiting = again.pendingCount
        let other = try #require(again.lease("meta", isRetry: false, now: Self.at(3)))
        try again.done(other, now: Self.at(3))
        try Self.perform(again)
        #expect(try open().pendingCount == waiting - 1)
        disk.capacity = disk.used - (1 << 20)
        do throws(JournalProblem) {
            _ = try open()
            Issue.record("there was no room")
        } catch {
            #expect(error.description.contains("No space left on device"))
        }
        disk.capacity = nil
        #expect(try open().pendingCount == waiting - 1)
    }

    private static func perform(_ store: JournalStore) throws(StoreProblem) { try store.commit()?.perform() }

    /// What is known about one key from outside.
    private enum Fate {
        case accepted, done, settled
    }

    @Test("loses nothing that was acknowledged and repeats nothing that is known to be done, whenever power is lost")
    func powerLoss() throws {
        var random = SeededGenerator()
        for round in 0..<JournalTests.seeds / 3 {
            let disk = FaultDisk()
            var durable: [Fingerprint: Fate] = [:]
            var claims: [SessionClaim] = []
            var names = 0
            for life in 0..<4 {
                disk.failsAfter = Int.random(in: 0..<250, using: &random)
                var fates = durable
                var taken = claims
                do {
                    let store = try Self.open(disk, &random, now: Double(life))
                    let failsAfter = disk.failsAfter
                    disk.failsAfter = nil
                    Self.check(store, durable, "round \(round), life \(life)")
                    #expect(
                        claims.allSatisfy { store.ledger.claims.isTaken($0) },
                        "round \(round), life \(life): a span is forgotten")
                    disk.failsAfter = failsAfter
                    // What came of the last commit is as good as known now.
                    fates = durable.filter { store.ledger.isKnown($0.key) }
                    var out: [PostbackLease] = []
                    while true {
                        for _ in 0..<Int.random(in: 1...4, using: &random) {
                            switch Int.random(in: 0..<7, using: &random) {
                            case 0...1:
                                let event = StoreSample.event("\(names)", [("meta", 0), ("unity", 0)])
                                names += 1
                                _ = try store.put(event, now: Self.at(1))
                                for postback in event.postbacks { fates[postback.key] = .accepted }
                            case 2:
                                let partner = Bool.random(using: &random) ? "meta" : "unity"
                                let isRetry = Bool.random(using: &random)
                                if let lease = store.lease(partner, isRetry: isRetry, now: Self.at(5)) {
                                    out.append(lease)
                                }
                            case 3:
                                let start = Double(Int.random(in: 0..<4, using: &random) * 50_000)
                                let device = Int.random(in: 0..<6, using: &random)
                                let event = StoreSample.session(
                                    "s\(names)", of: ["a\(device)", "b\(device)"], at: start + 10, from: start,
                                    received: 1)
                                names += 1
                                let isKnown = event.postbacks.contains {
                                    $0.claim.map { claim in taken.contains { claim.isTaken(by: $0) } } ?? false
                                }
                                let isTaken = try store.put(event, now: StoreSample.at(1)) == [true]
                                #expect(!(isKnown && isTaken), "round \(round), life \(life): a span is taken twice")
                                if isTaken {
                                    taken += event.postbacks.compactMap(\.claim)
                                    for postback in event.postbacks { fates[postback.key] = .accepted }
                                }
                            case 4:
                                guard let lease = out.popLast() else { continue }
                                try store.done(lease, now: Self.at(5))
                                fates[lease.key] = .done
                            case 5:
                                guard let lease = out.popLast() else { continue }
                                try store.again(lease, attempts: lease.attempts + 1, due: Self.at(5))
                            default:
                                guard let lease = out.popLast() else { continue }
                                try store.settle(lease, as: .dead, reason: "http_410", attempts: 1, now: Self.at(5))
                                fates[lease.key] = .settled
                            }
                        }
                        if Bool.random(using: &random), let part = store.flush() {
                            try part.perform()
                            continue
                        }
                        _ = try store.maintain(now: Self.at(6))
                        try Self.perform(store)
                        (durable, claims) = (fates, taken)
                    }
                } catch {
                    guard !"\(error)".contains("the journal ") else {
                        Issue.record("round \(round), life \(life): \(error)")
                        return
                    }
                    disk.restart(&random)
                }
            }
        }
    }

    private static func check(_ store: JournalStore, _ durable: [Fingerprint: Fate], _ place: String) {
        let settled = Set(store.settled.map(\.key))
        for (key, fate) in durable {
            let (slot, isKnown) = (store.ledger.slot(of: key), store.ledger.isKnown(key))
            switch fate {
            case .accepted: #expect(isKnown, "\(place): \(key) is lost")
            case .done: #expect(slot == nil && isKnown, "\(place): \(key) would be sent again")
            case .settled: #expect(settled.contains(key) || isKnown, "\(place): \(key) is lost")
            }
        }
        // Whatever waits can be read.
        for partner in store.partners {
            for isRetry in [false, true] {
                guard let lease = store.lease(partner, isRetry: isRetry, now: at(10)) else { continue }
                #expect((try? store.line(of: lease))?.isEmpty == false, "\(place): an event cannot be read")
                store.ledger.wait(lease.slot, attempts: lease.attempts, due: lease.due.microseconds, revision: 0)
            }
        }
    }
}
