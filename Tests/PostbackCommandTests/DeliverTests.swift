import Foundation
import TestSupport
import Testing

@Suite("The command delivers", .enabled(if: Tool("python3") != nil))
struct DeliverTests {
    @Test("what it acknowledges, reports what is dead, and sends that again when asked to")
    func life() throws {
        let place = try DeliveryPlace()
        let result = try place.deliver([("e1", "a200"), ("e2", "a410"), ("e3", "a503"), ("e1", "a200"), ("e4", "none")])
        #expect(result.status == 0)
        #expect(
            result.output == """
                {"line":1,"event_id":"e1","accepted":1,"duplicates":0,"skipped":[]}
                {"line":2,"event_id":"e2","accepted":1,"duplicates":0,"skipped":[]}
                {"line":3,"event_id":"e3","accepted":1,"duplicates":0,"skipped":[]}
                {"line":4,"event_id":"e1","accepted":0,"duplicates":1,"skipped":[]}
                {"line":5,"event_id":"e4","accepted":0,"duplicates":0,"skipped":[{"code":"not_configured"}]}

                """)
        #expect(
            result.errors.contains(": http_410, attempts: 1\n") && result.errors.contains(": http_503, attempts: 1\n"))
        let status = try CommandTests.postback(["status", "--journal", place.journal])
        #expect(
            status.output == "2 events wait or were put aside\nlocal_ads: 0 waiting, 2 dead, 0 parked\n")
        let replay = try CommandTests.postback(["replay", "--journal", place.journal, "--reason", "http_410"])
        #expect(replay.status == 0 && replay.output.hasSuffix(" a410/local_ads/install dead http_410 1 1\n"))
        #expect(try CommandTests.postback(["status", "--journal", place.journal]).output.contains("1 waiting"))
        #expect(try place.deliver([]).status == 0)
        let log = place.text("log").split(separator: "\n")
        #expect(log.count == 4 && log.count { $0.contains("/status/410") } == 2)
        let dead = try CommandTests.postback(["status", "--journal", place.journal, "--dead"]).output
        #expect(dead.split(separator: "\n").count == 2)
        #expect(try CommandTests.postback(["replay", "--journal", place.journal, "--partner", "meta"]).status == 1)
    }

    @Test("what comes through a pipe, line by line, and reads its configuration anew when it is told to")
    func pipe() throws {
        let place = try DeliveryPlace()
        let service = try RunningDelivery(place)
        #expect(
            try service.send("e1") == "{\"line\":1,\"event_id\":\"e1\",\"accepted\":1,\"duplicates\":0,\"skipped\":[]}")
        let account = place.text("account.json").replacing("\"code\":\"200\"", with: "\"code\":\"204\"")
        try account.write(to: place.folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
        service.signal(SIGHUP)
        service.wait(for: "the configuration was read anew")
        #expect(try service.send("e2").hasSuffix("\"accepted\":1,\"duplicates\":0,\"skipped\":[]}"))
        #expect(service.end() == 0)
        let log = place.text("log").split(separator: "\n")
        #expect(log.count == 2 && log[0].contains("/status/200") && log[1].contains("/status/204"))
    }

    @Test("custom postbacks beside certified ones, and takes them up with a changed configuration")
    func custom() throws {
        let place = try DeliveryPlace()
        let service = try RunningDelivery(place)
        #expect(try service.send("e1").contains("\"accepted\":1"))
        try place.addCustom()
        service.signal(SIGHUP)
        service.wait(for: "the configuration was read anew")
        #expect(try service.send("e2").contains("\"accepted\":2"))
        #expect(service.end() == 0)
        let log = place.text("log").split(separator: "\n")
        #expect(log.count == 3 && log.count { $0.contains("/status/200?hook=e2") } == 1)
        #expect(place.text("metrics").contains("postback_delivered_total{partner=\"custom.acme.hook\"} 1\n"))
        #expect(!place.text("errors").contains(DeliveryPlace.secret))
    }

    @Test("never showing a credential or a person anywhere but to the partner")
    func redaction() throws {
        let place = try DeliveryPlace()
        let result = try place.deliver([("e1", "a200"), ("e2", "a410")])
        #expect(place.text("log").contains("token=\(DeliveryPlace.secret)"))
        let status = try CommandTests.postback(["status", "--journal", place.journal, "--dead"])
        let metrics = place.text("metrics")
        #expect(metrics.contains("postback_delivered_total{partner=\"local_ads\"} 1\n"))
        #expect(metrics.contains("postback_dead_total{partner=\"local_ads\",reason=\"http_410\"} 1\n"))
        let digest = "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d"
        for text in [result.output, result.errors, status.output, metrics] {
            for word in [DeliveryPlace.secret, "jane", digest, "?token", "127.0.0.1/"] { #expect(!text.contains(word)) }
        }
    }

    @Test("to no private address unless that is allowed, and says so")
    func privateAddress() throws {
        let place = try DeliveryPlace()
        let result = try place.deliver([("e1", "a200")], open: false)
        #expect(result.errors.contains(": forbidden_address, attempts: 1\n") && place.text("log").isEmpty)
    }

    @Test("nothing without a journal, and from no journal that is damaged or not there")
    func refusals() throws {
        let place = try DeliveryPlace()
        let missing = try CommandTests.postback(["deliver", "--configuration", "x.json"])
        #expect(missing.status == 2 && missing.errors.contains("--journal DIR or --store URL is missing"))
        let none = try CommandTests.postback(["status", "--journal", place.journal])
        #expect(none.status == 3 && none.errors.contains("is no journal"))
        #expect(try CommandTests.postback(["replay", "--journal", place.journal]).status == 2)
        _ = try place.deliver([("e1", "a410")])
        let file = URL(filePath: place.journal).appending(path: "00000001.journal")
        var bytes = try Data(contentsOf: file)
        bytes[20] ^= 1
        try bytes.write(to: file)
        let damaged = try place.deliver([("e2", "a200")])
        #expect(damaged.status == 3 && damaged.errors.contains("'00000001.journal' at byte 0"))
    }
}
