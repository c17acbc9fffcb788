import Foundation
import PostbackRuntime
import PostbackStoreConformance
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A simulated service")
struct SimulationTests {
    /// How many services live and die: `POSTBACK_SIMULATIONS`, or enough for every run.
    static let rounds = ProcessInfo.processInfo.environment["POSTBACK_SIMULATIONS"].flatMap { Int($0) } ?? 60

    /// Partners of all kinds.
    private static func partners(_ random: inout SeededGenerator) -> [String: FaultPartner] {
        func make(
            _ policy: DeliveryPolicy = .init(), _ onUnknown: UnknownOutcomePolicy,
            _ answer: @escaping (Double, Double) -> (AttemptOutcome, Double, arrives: Bool)
        ) -> FaultPartner {
            FaultPartner(
                policy: policy, retries: Int.random(in: 0...5, using: &random), onUnknown: onUnknown, answer: answer)
        }
        let down = Double.random(in: 0...2_000, using: &random)
        return [
            "fine": make(.init(concurrency: 2), .resend) { _, chance in (FaultPartner.status(200), chance, true) },
            "flaky": make(.init(rate: .init(5, per: .second)), .resend) { _, chance in
                (FaultPartner.status(chance < 0.4 ? 503 : 200, retryAfter: chance < 0.1 ? "40" : nil), 0.2, true)
            },
            "resetting": make(.init(), .resend) { _, chance in
                chance < 0.5 ? (.failure(.reset), 0.3, chance < 0.25) : (FaultPartner.status(204), 0.1, true)
            },
            "careful": make(.init(), .park) { _, chance in
                chance < 0.2
                    ? (.failure(.timeout), 20, chance < 0.1)
                    : chance < 0.4 ? (.failure(.connect), 0.1, false) : (FaultPartner.status(200), 0.1, true)
            },
            "down": make(.init(), .resend) { now, _ in
                now < down ? (.failure(.connect), 0.05, false) : (FaultPartner.status(200), 0.05, true)
            },
            "refusing": make(.init(), .resend) { _, _ in (FaultPartner.status(410), 0.05, true) },
        ]
    }

    @Test("delivers or reports all that it has acknowledged, never early, however often it dies")
    func lives() throws {
        var random = SeededGenerator()
        for round in 0..<Self.rounds {
            let disk = FaultDisk()
            var salt = UInt64(round) &* 977 &+ 5
            let world = try DispatchWorld(Self.partners(&random)) { now in
                try JournalStore(
                    disk, window: 1_000_000, segmentSize: 3_000, lineLimit: 1_000, now: StoreSample.at(now),
                    makeSalt: {
                        salt = salt &* 6_364_136_223_846_793_005 &+ 1
                        return salt
                    })
            }
            try world.commit()
            var acknowledged: [Fingerprint: (partner: String, due: Double)] = [:]
            var deaths = 0
            var number = 0
            while number < 25 {
                var offered: [AcceptedEvent] = []
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let all = world.renderer.partners.keys.sorted()
                    let partners = all.filter { _ in Bool.random(using: &random) }
                    let delays = [0.0, 0, 30, 600]
                    let posts = partners.map { ($0, delays[Int.random(in: 0..<4, using: &random)]) }
                    offered.append(try world.accept("e\(number)", posts))
                    // The same event once more changes nothing.
                    if Bool.random(using: &random) {
                        _ = try world.dispatcher.accept(offered[offered.count - 1], now: world.moment)
                    }
                    number += 1
                }
                try world.commit()
                for postback in offered.flatMap(\.postbacks) {
                    let due = Double(postback.due.microseconds - StoreSample.at(0).microseconds) / 1e6
                    acknowledged[postback.key] = (postback.target.partner, due)
                }
                for _ in 0..<Int.random(in: 0...30, using: &random) { try world.step(until: world.now + 200) }
                _ = try world.dispatcher.store.maintain(now: world.moment)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    deaths += 1
                    if Bool.random(using: &random) { disk.losePower(&random) }
                    try world.restart()
                    try world.commit()
                } else if Bool.random(using: &random) {
                    try world.commit()
                } else {
                    try world.dispatcher.store.flush()?.perform()
                }
            }
            try world.run(until: 1e7)
            try world.commit()
            check(world, acknowledged, deaths, "round \(round)")
        }
    }

    private func check(
        _ world: DispatchWorld, _ acknowledged: [Fingerprint: (partner: String, due: Double)], _ deaths: Int,
        _ place: String
    ) {
        #expect(world.dispatcher.store.pendingCount == 0, "\(place): something still waits")
        let settled = Dictionary(grouping: world.dispatcher.store.settled, by: \.key)
        for (key, (partner, due)) in acknowledged {
            let sends = world.sends(key)
            #expect(
                sends.allSatisfy { ($0.at * 1e6).rounded() >= (due * 1e6).rounded() },
                "\(place): sent before it was due")
            let behaviour = world.renderer.partners[partner] ?? FaultPartner()
            let isResolved = sends.contains(where: \.arrived) || settled[key] != nil
            #expect(isResolved, "\(place): \(key) to \(partner) is lost after \(sends.count) attempts")
            #expect(
                sends.count <= behaviour.retries + 1 + deaths * (behaviour.retries + 1),
                "\(place): \(sends.count) attempts to \(partner)")
            if behaviour.onUnknown == .park {
                #expect(sends.count { $0.arrived } <= 1, "\(place): \(partner) has it twice")
            }
        }
        for (partner, most) in world.most {
            #expect(most <= world.renderer.policy(partner).delivery.concurrency ?? 64, "\(place): \(most) at once")
        }
    }
}
