import PostbackStoreConformance
import PostbackTemplate
import Testing

@testable import PostbackDelivery

@Suite("What is told of attempts")
struct AttemptReportTests {
    @Test("names revision, place, outcome and what follows, for each attempt")
    func reports() throws {
        var partner = FaultPartner()
        partner.retries = 2
        var answers = [FaultPartner.status(503), .failure(.reset), FaultPartner.status(200)]
        partner.answer = { _, _ in (answers.removeFirst(), 0.25, true) }
        let world = try DispatchWorld(["meta": partner])
        var reports: [AttemptReport] = []
        world.dispatcher.attempted = { reports.append($0) }
        let event = try world.accept("e", [("meta", 30)])
        while reports.isEmpty { try world.step(until: 1e6) }
        // The integration is updated between two attempts.
        world.renderer.partners["meta"]?.revision = 2
        try world.run(until: 1e6)
        #expect(reports.map(\.outcome) == ["http_503", "reset", "http_200"])
        #expect(reports.map(\.result) == [.again, .again, .delivered])
        #expect(reports.map(\.revision) == [1, 2, 2] && reports.map(\.attempt) == [1, 2, 3])
        #expect(reports.allSatisfy { $0.key == event.postbacks[0].key && $0.microseconds == 250_000 })
        #expect(reports.allSatisfy { $0.place == "POST https://meta.test/{event.id}" && $0.partner == "meta" })
        #expect(
            zip(reports.dropLast(), world.sent.dropFirst()).allSatisfy { report, sent in
                report.next.map { Double($0.microseconds - StoreSample.at(0).microseconds) / 1e6 } == sent.at
            })
    }

    @Test("says why nothing was sent, and what a postback was rendered with that is dead")
    func endings() throws {
        var partner = FaultPartner()
        partner.retries = 0
        partner.revision = 7
        partner.answer = { _, _ in (FaultPartner.status(410), 0.25, true) }
        let world = try DispatchWorld(["meta": partner])
        var reports: [AttemptReport] = []
        world.dispatcher.attempted = { reports.append($0) }
        _ = try world.accept("e", [("meta", 0)])
        try world.run(until: 10)
        #expect(world.dispatcher.store.settled.map(\.revision) == [7])
        for (override, result) in [
            (RenderedAttempt.skip(code: "privacy"), AttemptReport.Result.skipped),
            (.withdrawn(code: "inactive"), .dead),
        ] {
            world.renderer.override = override
            _ = try world.accept("\(result)", [("meta", 0)])
            try world.run(until: world.now + 10)
            #expect(reports.last?.result == result && reports.last?.place == "" && reports.last?.attempt == 0)
        }
        #expect(reports.map(\.outcome) == ["http_410", "privacy", "inactive"])
    }
}
