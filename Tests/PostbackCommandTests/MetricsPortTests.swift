import Foundation
import TestSupport
import Testing

@Suite("A service's metrics port", .enabled(if: Tool("python3") != nil && Tool("curl") != nil))
struct MetricsPortTests {
    /// The address of the port that a service says it has.
    private static func address(_ service: RunningDelivery, _ place: DeliveryPlace) throws -> String {
        service.wait(for: "/metrics\n")
        let text = place.text("errors")
        let port = try #require(text.firstMatch(of: /127\.0\.0\.1:([0-9]+)\/metrics/)?.output.1)
        return "http://127.0.0.1:\(port)"
    }

    private static func get(_ url: String, _ options: String...) throws -> String {
        try #require(Tool("curl")).run(["-s", "-i", "--max-time", "5"] + options + [url]).output
    }

    @Test("tells every partner's numbers, whether it is well and whether it is ready, and nothing else")
    func pages() throws {
        let place = try DeliveryPlace()
        let service = try RunningDelivery(place, ["--metrics-port", "0"])
        let base = try Self.address(service, place)
        #expect(try service.send("e1").contains("\"accepted\":1"))
        _ = try service.send("e2", to: "a410")
        func metrics() throws -> String { try Self.get(base + "/metrics") }
        try service.wait { try metrics().contains("postback_attempt_seconds_count{partner=\"local_ads\"} 2\n") }
        let page = try metrics()
        #expect(page.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4"))
        for line in [
            "postback_build_info{version=\"0.1.0\"} 1", "postback_pending{partner=\"local_ads\"} 0",
            "postback_in_flight{partner=\"local_ads\"} 0", "postback_delivered_total{partner=\"local_ads\"} 1",
            "postback_dead_total{partner=\"local_ads\",reason=\"http_410\"} 1",
            "postback_dead_letters{partner=\"local_ads\"} 1", "postback_parked_letters{partner=\"local_ads\"} 0",
            "postback_refused_total{partner=\"local_ads\"} 0",
            "postback_attempt_seconds_bucket{partner=\"local_ads\",le=\"+Inf\"} 2",
            "postback_breaker_state{partner=\"local_ads\",state=\"closed\"} 1",
            "postback_breaker_state{partner=\"local_ads\",state=\"open\"} 0", "postback_events_accepted_total 2",
        ] { #expect(page.contains("\n\(line)\n"), "\(line)") }
        #expect(try Self.get(base + "/healthz").hasSuffix("\r\n\r\nok\n"))
        #expect(try Self.get(base + "/readyz").hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(try Self.get(base + "/metrics?x=1").hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(try Self.get(base + "/").hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        #expect(try Self.get(base + "/metrics", "-X", "POST").hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
        #expect(try Self.get(base + "/metrics", "-d", "x=1").hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
        let head = try Self.get(base + "/healthz", "-I")
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
        // Names and types as Prometheus itself wants them.
        if let promtool = Tool("promtool") {
            let text = try #require(page.split(separator: "\r\n\r\n", maxSplits: 1).last)
            let checked = try promtool.run(["check", "metrics"], input: String(text))
            #expect(checked.status == 0 && checked.output.isEmpty, "\(checked.output)\(checked.errors)")
        }
        #expect(service.end() == 0)
    }

    @Test("answers at once while very many others say nothing, or not all, or too much")
    func crowd() throws {
        let place = try DeliveryPlace()
        let service = try RunningDelivery(place, ["--metrics-port", "0"])
        let base = try Self.address(service, place)
        let script = """
            import socket, sys
            port = int(sys.argv[1])
            crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(400)]
            for number, each in enumerate(crowd):
                try:
                    if number % 3 == 1: each.sendall(b"GET /metrics HTTP/1.1\\r\\n")
                    if number % 3 == 2: each.sendall(b"x" * 20000)
                except OSError: pass
            print("there", flush=True)
            sys.stdin.read()
            """
        let python = try #require(Tool("python3"))
        let port = try #require(base.split(separator: ":").last).description
        let crowd = try RunningTool(python, ["-c", script, port])
        #expect(crowd.line() == "there")
        for path in ["/healthz", "/metrics", "/readyz"] {
            #expect(try Self.get(base + path, "--max-time", "2").hasPrefix("HTTP/1.1 200 OK\r\n"), "\(path)")
        }
        crowd.end()
        #expect(service.end() == 0)
    }

    @Test("is alive and not ready while the journal is read, and refuses what is no port")
    func starting() throws {
        let place = try DeliveryPlace()
        let taken = try CommandTests.postback(place.arguments + ["--metrics-port", "x"])
        #expect(taken.status == 2 && taken.errors.contains("--metrics-port takes a number from 0 to 65535"))
        // Events that nobody writes yet keep the service from going on.
        let pipe = place.folder.appending(path: "events").path
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        let service = try RunningDelivery(place, ["--metrics-port", "0", "--events", pipe])
        let base = try Self.address(service, place)
        #expect(try Self.get(base + "/healthz").hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(try Self.get(base + "/readyz").hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        // To read and write, so that it opens even where nobody reads.
        let events = FileHandle(fileDescriptor: unsafe open(pipe, O_RDWR), closeOnDealloc: true)
        try service.wait { try Self.get(base + "/readyz").hasPrefix("HTTP/1.1 200 OK\r\n") }
        try events.close()
        #expect(service.end() == 0)
    }
}
