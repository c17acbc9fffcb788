import Foundation
import TestSupport
import Testing

@Suite("What an account configures", .enabled(if: Tool("python3") != nil))
struct AccountTests {
    /// Changes a place's account.
    private func change(_ place: DeliveryPlace, _ old: String, _ new: String) throws {
        let text = place.text("account.json")
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(
            to: place.folder.appending(path: "account.json"), atomically: true, encoding: .utf8)
    }

    @Test("paused while a postback waits is held, and sent when it is active again")
    func paused() throws {
        let place = try DeliveryPlace()
        // What fails waits for some seconds, in which it is paused.
        try change(place, "\"code\":\"503\",", "\"code\":\"503\",")
        try change(place, "\"postbacks\":{\"install\":{\"retries\":0}}", "\"postbacks\":{\"install\":{\"retries\":1}}")
        let log = place.folder.appending(path: "attempts").path
        let service = try RunningDelivery(place, ["--log", log, "--metrics-port", "0"])
        _ = try service.send("e1", to: "a503")
        service.wait { place.text("attempts").contains("\"result\":\"again\"") }
        try change(place, "{\"retries\":1}", "{\"retries\":1,\"status\":\"paused\"}")
        service.signal(SIGHUP)
        service.wait(for: "the configuration was read anew")
        // A new event for it is skipped; the one that waits becomes due and is held.
        #expect(try service.send("e2", to: "a503").contains("\"code\":\"inactive\""))
        service.wait { place.text("metrics").contains("postback_held{partner=\"local_ads\"} 1\n") }
        #expect(try CommandTests.postback(["status", "--journal", place.journal]).output.contains("1 waiting"))
        try change(place, ",\"status\":\"paused\"", "")
        try change(place, "\"code\":\"503\"", "\"code\":\"200\"")
        service.signal(SIGHUP)
        service.wait { place.text("log").contains("/status/200") }
        #expect(service.end() == 0)
        #expect(place.text("log").split(separator: "\n").count == 2)
        #expect(try CommandTests.postback(["status", "--journal", place.journal, "--dead"]).output.isEmpty)
    }

    @Test("that takes a partner out is told what waits for it, at the change and at the next start")
    func takenOut() throws {
        let place = try DeliveryPlace()
        try change(place, "{\"install\":{\"retries\":0}}", "{\"install\":{\"retries\":0,\"delay\":\"10m\"}}")
        let service = try RunningDelivery(place)
        for id in ["e1", "e2"] { _ = try service.send(id) }
        try change(place, "\"id\":\"a200\"", "\"id\":\"another\"")
        service.signal(SIGHUP)
        let words = "'local_ads' of the app 'a200' is not configured for 'install' any more; 2 postbacks wait for it"
        service.wait(for: words)
        service.wait(for: "the configuration was read anew")
        service.signal(SIGTERM)
        #expect(service.end() == 0)
        let next = try place.deliver([("e3", "a200"), ("e4", "a200"), ("e5", "nobody")], stopping: true)
        #expect(next.errors.contains(words))
        // Apps that nobody has configured are named once each.
        #expect(
            next.errors.components(separatedBy: "events came for the app 'a200', which is not configured").count == 2)
        #expect(next.errors.components(separatedBy: "events came for the app 'nobody'").count == 2)
    }

    @Test("is checked without an event, and without a word about partners that it does not use")
    func check() throws {
        let place = try DeliveryPlace()
        let account = place.folder.appending(path: "account.json").path
        let options = ["--project", place.folder.path, "--schemas", Repository.root.appending(path: "Schemas").path]
        func check() throws -> Tool.Result {
            try CommandTests.postback(["check", "--configuration", account] + options)
        }
        // Warnings are about examples, of which this project's partner has none.
        #expect(try !check().errors.contains("account.json"))
        try change(place, "\"install\"", "\"instal\"")
        let wrong = try check()
        #expect(
            wrong.status == 1 && wrong.errors.contains("postback 'instal': Local Ads has no postback for these events"))
        #expect(wrong.errors.contains("did you mean 'install'?"))
        try change(place, "\"instal\"", "\"install\"")
        let broken = place.folder.appending(path: "Integrations/broken_ads.postback")
        try "partner broken_ads".write(to: broken, atomically: true, encoding: .utf8)
        let rendered = try CommandTests.postback(["render", "--configuration", account] + options, input: "")
        #expect(rendered.errors == "postback: there were no events\n")
        let shown = try CommandTests.postback(["preview", "local_ads"] + options)
        #expect(shown.status == 0 && shown.errors.isEmpty && shown.output.contains("/status/200"))
        let all = try CommandTests.postback(["preview"] + options)
        #expect(all.status == 1 && all.errors.contains("broken_ads") && all.output.contains("/status/200"))
        let used = try CommandTests.postback(["preview", "broken_ads"] + options)
        #expect(used.status == 1 && used.errors.contains("broken_ads.postback"))
    }

    @Test("ends a run over a file with what could not be delivered, in its status")
    func outcome() throws {
        let place = try DeliveryPlace()
        func run(_ app: String) throws -> Tool.Result {
            let events = place.folder.appending(path: "events").path
            try "{\"event\":{\"kind\":\"install\",\"id\":\"\(app)\"},\"app\":{\"id\":\"\(app)\"}}\n".write(
                toFile: events, atomically: true, encoding: .utf8)
            return try CommandTests.postback(place.arguments + ["--allow-private-addresses", "--events", events])
        }
        #expect(try run("a200").status == 0)
        let dead = try run("a410")
        #expect(dead.status == 1 && dead.errors.contains("1 postbacks became dead letters or were parked"))
        for line in dead.errors.split(separator: "\n") {
            #expect(line.firstMatch(of: #/^20[0-9-]+T[0-9:.]+Z (info|warning|error) /#) != nil, "\(line)")
        }
    }

    @Test("of an app whose id has a slash is replayed and discarded by partner and reason")
    func slash() throws {
        let place = try DeliveryPlace()
        try change(place, "\"a410\"", "\"team/a410\"")
        _ = try place.deliver([("e1", "team/a410"), ("e2", "team/a410"), ("e3", "a503")])
        func letters() throws -> Int {
            try CommandTests.postback(["status", "--journal", place.journal, "--dead"]).output.split(separator: "\n")
                .count
        }
        #expect(try letters() == 3)
        let none = try CommandTests.postback(["discard", "--journal", place.journal, "--partner", "meta"])
        #expect(none.status == 1)
        let discarded = try CommandTests.postback([
            "discard", "--journal", place.journal, "--partner", "local_ads", "--reason", "http_410",
        ])
        #expect(discarded.status == 0 && discarded.output.split(separator: "\n").count == 2)
        #expect(try letters() == 1)
        let replayed = try CommandTests.postback(["replay", "--journal", place.journal, "--partner", "local_ads"])
        #expect(replayed.status == 0 && replayed.output.contains(" a503/local_ads/install dead http_503 1 1"))
        #expect(try CommandTests.postback(["discard", "--journal", place.journal]).status == 2)
        // Beside a service that runs.
        let service = try RunningDelivery(place)
        service.wait(for: ": http_503, attempts: 1")
        let beside = try CommandTests.postback(["discard", "--journal", place.journal, "--all"])
        #expect(beside.status == 0 && beside.output.contains("http_503"))
        #expect(try letters() == 0)
        #expect(service.end() == 0)
    }

    @Test("is not asked for what a line lacks fifty thousand times")
    func manyProblems() throws {
        let place = try DeliveryPlace()
        let values = (0..<50_000).map { "\"d\($0)\":[[]]" }.joined(separator: ",")
        let line = "{\"event\":{\"kind\":\"install\",\"id\":\"e\",\"data\":{\(values)}},\"app\":{\"id\":\"a200\"}}\n"
        let delivered = try CommandTests.postback(place.arguments + ["--allow-private-addresses"], input: line)
        #expect(delivered.status == 1 && delivered.output.contains("\"accepted\":1"))
        #expect(delivered.errors.split(separator: "\n").count < 20 && delivered.errors.contains("49990 more values"))
    }
}
