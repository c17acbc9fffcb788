import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import Synchronization

extension Workload {
    /// Producers that each offer an event and wait until it is durable, beside records that are synced one by one.
    static let durable = Workload(name: "durable") {
        [1, 8, 64].flatMap { measure(producers: $0) }
    }

    private static let rounds = 5

    private static func measure(producers: Int) -> [Measurement] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-durable-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        var (times, tails, syncs): ([Double], [Double], [Double]) = ([], [], [])
        var bytes = 0
        for round in 0..<rounds {
            let run = DurableRun(producers, journal: folder.appending(path: "\(round)").path)
            let latencies = run.measure().sorted()
            times.append(run.nanoseconds / Double(latencies.count))
            tails.append(latencies[latencies.count * 99 / 100])
            bytes = run.lineSize
            syncs.append(sync(bytes, in: folder))
        }
        func median(_ values: [Double]) -> Double { values.sorted()[rounds / 2] }
        let name = "write and fdatasync by itself"
        return [
            Measurement(
                name: "durable \(producers)", nanoseconds: median(times), bytes: bytes,
                ratios: [(name, median(times) / median(syncs))]),
            Measurement(
                name: "durable \(producers), 99 %", nanoseconds: median(tails), bytes: bytes,
                ratios: [(name, median(tails) / median(syncs))]),
        ]
    }

    /// Nanoseconds for one record that is appended to a file and synced.
    private static func sync(_ size: Int, in folder: URL) -> Double {
        let path = folder.appending(path: "sync").path
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        let record = [UInt8](repeating: 0x78, count: size)
        let count = 400
        let duration = ContinuousClock().measure {
            for _ in 0..<count {
                _ = unsafe record.withUnsafeBytes { unsafe write(file, $0.baseAddress, size) }
                #if os(Linux)
                    fdatasync(file)
                #else
                    fsync(file)
                #endif
            }
        }
        return duration / .nanoseconds(count)
    }
}

/// Producers and a service that keeps what they offer; nothing is sent, since all of it waits ten minutes.
private final class DurableRun: Sendable {
    private let service: DeliveryService
    private let answers: [DispatchSemaphore]
    private let latencies: [Latencies]
    private let end: ContinuousClock.Instant
    private let start = ContinuousClock.now

    static let seconds = 1.0

    init(_ producers: Int, journal: String) {
        let partner = Fixture.partner("postback install {\n    POST api \"/i\"\n    json { require id = event.id }\n}")
        let catalogue = Fixture.schema.catalogue
        let account = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[{"partner":"bench",
            "fields":{"app_key":"k"},"postbacks":{"install":{"delay":"10m"}}}]}]}
            """
        let answers = (0..<producers).map { _ in DispatchSemaphore(value: 0) }
        do {
            try FileManager.default.createDirectory(atPath: journal, withIntermediateDirectories: true)
            var warnings: [ConfigurationProblem] = []
            let integrations = try ConfiguredIntegrations(
                partners: [partner], catalogue: catalogue, configuration: Array(account.utf8), warnings: &warnings,
                now: Timestamp(seconds: 0))
            var callbacks = DeliveryService.Callbacks()
            callbacks.acknowledge = { acknowledgements in
                for acknowledgement in acknowledgements { answers[acknowledgement.offer.number].signal() }
            }
            service = try DeliveryService(
                integrations, store: try PostbackStores.journal(path: journal, now: Timestamp(seconds: 1_795_420_800)),
                callbacks: callbacks)
        } catch {
            stop("\(error)")
        }
        self.answers = answers
        latencies = answers.map { _ in Latencies() }
        end = .now + .seconds(Self.seconds)
    }

    var nanoseconds: Double { (end - start) / .nanoseconds(1) }

    var lineSize: Int { Self.line(0, 0).count }

    /// Nanoseconds that each event took from being offered to being durable.
    func measure() -> [Double] {
        let threads = answers.indices.map { number in
            let done = DispatchSemaphore(value: 0)
            Thread {
                self.produce(number)
                done.signal()
            }.start()
            return done
        }
        let ended = DispatchSemaphore(value: 0)
        Thread {
            try? self.service.run()
            ended.signal()
        }.start()
        threads.forEach { $0.wait() }
        service.stop()
        ended.wait()
        return latencies.flatMap { $0.values.withLock { $0 } }
    }

    private func produce(_ number: Int) {
        var mine: [Double] = []
        while ContinuousClock.now < end {
            let line = Self.line(number, mine.count)
            let begin = ContinuousClock.now
            guard service.offer(line: line, number: number).isEvent else { stop("an event cannot be read") }
            answers[number].wait()
            mine.append((ContinuousClock.now - begin) / .nanoseconds(1))
        }
        latencies[number].values.withLock { $0 = mine }
    }

    private static func line(_ producer: Int, _ number: Int) -> [UInt8] {
        Array(
            """
            {"event":{"kind":"install","id":"\(producer)-\(number)","time":"2026-11-23T08:00:00Z","data":{"level":3}},\
            "app":{"id":"a"},"device":{"os":"ios","idfa":"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707",\
            "user_agent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)"},"geo":{"country":"US"}}
            """.utf8)
    }
}

/// The latencies that one producer has seen.
private final class Latencies: Sendable {
    let values = Mutex<[Double]>([])
}
