import Foundation
import TestSupport
import Testing

@Suite("A service that delivers", .enabled(if: Tool("python3") != nil))
struct DeliverOperationTests {
    @Test("sends again what is dead or parked, while it runs, when it is asked to")
    func replay() throws {
        let place = try DeliveryPlace()
        let service = try RunningDelivery(place)
        _ = try service.send("e1", to: "a410")
        service.wait(for: ": http_410, attempts: 1\n")
        for round in 2...3 {
            let replay = try CommandTests.postback(["replay", "--journal", place.journal, "--all"])
            #expect(replay.status == 0 && replay.output.hasSuffix(" a410/local_ads/install dead http_410 1 1\n"))
            service.wait { place.text("errors").ranges(of: "http_410").count >= round }
        }
        let none = try CommandTests.postback(["replay", "--journal", place.journal, "--partner", "meta"])
        #expect(none.status == 1 && none.errors.contains("nothing dead or parked fits"))
        #expect(service.end() == 0)
        #expect(place.text("log").split(separator: "\n").count == 3)
        #expect(!FileManager.default.fileExists(atPath: place.journal + "/letters.request"))
    }

    #if os(Linux)
        @Test("reads events on one thread that gives way to those that send")
        func priority() throws {
            let service = try RunningDelivery(DeliveryPlace())
            #expect(try service.send("e1").contains("\"accepted\":1"))
            let niceness = service.niceness.sorted()
            #expect(niceness.count > 3)
            let usual = try #require(niceness.first)
            #expect(niceness.filter { $0 != usual } == (usual < 19 ? [min(usual + 5, 19)] : []))
            #expect(service.end() == 0)
        }
    #endif

    @Test("keeps a log of attempts that names everything and shows nothing")
    func log() throws {
        let place = try DeliveryPlace()
        let path = place.folder.appending(path: "attempts").path
        let service = try RunningDelivery(place, ["--log", path])
        _ = try service.send("e1", also: ",\"user\":{\"email\":\"jane@example.test\"}")
        _ = try service.send("e2", to: "a503")
        service.wait(for: ": http_503, attempts: 1\n")
        // A log that was moved away is gone on with in a new file.
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        service.signal(SIGHUP)
        service.wait(for: "the configuration was read anew")
        _ = try service.send("e3", to: "a410")
        #expect(service.end() == 0)
        let lines = (place.text("attempts.1") + place.text("attempts")).split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && place.text("attempts").contains("\"outcome\":\"http_410\""))
        for (line, (app, outcome, result)) in zip(
            lines.sorted { $0.contains("a200") && !$1.contains("a200") },
            [("a200", "http_200", "delivered"), ("a503", "http_503", "dead"), ("a410", "http_410", "dead")])
        {
            let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(entry["app"] as? String == app && entry["outcome"] as? String == outcome)
            #expect(entry["result"] as? String == result && entry["revision"] as? Int == 1)
            #expect(entry["attempt"] as? Int == 1 && entry["partner"] as? String == "local_ads")
            let place = "POST http://127.0.0.1:\(place.server.port)/status/{field.code}"
            #expect(entry["request"] as? String == place && entry["postback"] as? String == "install")
            for word in [DeliveryPlace.secret, "jane", "?", "/status/4"] { #expect(!line.contains(word)) }
        }
    }

    @Test("takes up a bundle with macros that it was not started with, and refuses one that is damaged")
    func bundle() throws {
        let place = try DeliveryPlace()
        try place.writeBundle()
        let service = try RunningDelivery(place, ["--bundle", place.bundle])
        _ = try service.send("e1", also: ",\"device\":{\"shoe_size\":\"44\"}")
        try place.addMacro()
        try place.writeBundle()
        service.signal(SIGHUP)
        service.wait(for: "the configuration was read anew")
        _ = try service.send("e2", also: ",\"device\":{\"shoe_size\":\"45\"}")
        let bytes = try Data(contentsOf: URL(filePath: place.bundle))
        try bytes.dropLast(9).write(to: URL(filePath: place.bundle))
        service.signal(SIGHUP)
        service.wait(for: "the configuration was not changed")
        _ = try service.send("e3", also: ",\"device\":{\"shoe_size\":\"46\"}")
        #expect(service.end() == 0)
        let bodies = Set(place.text("log").split(separator: "\n").map { $0.split(separator: "\t")[1] })
        #expect(bodies == ["{\"id\":\"e1\"}", "{\"id\":\"e2\",\"shoe\":\"45\"}", "{\"id\":\"e3\",\"shoe\":\"46\"}"])
    }
}
