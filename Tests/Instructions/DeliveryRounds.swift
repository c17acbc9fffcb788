import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

@testable import PostbackDelivery

/// What a service does on its threads, on one: for a partner that answers every postback at once, and a disk that keeps
/// nothing.
final class DeliveryRounds {
    /// Events in a round.
    static let size = 200
    /// What is handed to the transport at once.
    private static let portion = 16

    private let reader: EventReader
    private let store: JournalStore
    private let dispatcher: Dispatcher
    private let now = Fixture.context.now
    private let line: [UInt8]
    /// Where the line has the digits that tell events apart.
    private let digits: Range<Int>
    private var number = 10_000_000
    /// What is decided for each event.
    private let decision: PostbackDecision

    init() throws {
        let partner = Fixture.partner(
            """
            postback install {
                POST api "/i"
                json {
                    require id = event.id
                    ifa = device.idfa | lowercase | sha256
                    agent = device.user_agent
                    country = geo.country
                }
            }
            """)
        let account = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[{"partner":"bench",
            "fields":{"app_key":"k"},"postbacks":{"install":{}}}]}]}
            """
        var warnings: [ConfigurationProblem] = []
        let postbacks = try ConfiguredIntegrations(
            partners: [partner], catalogue: Fixture.schema.catalogue, configuration: Array(account.utf8),
            warnings: &warnings, now: now
        ).postbacks
        let reader = EventReader(postbacks)
        self.reader = reader
        store = try JournalStore(NoDisk(), now: now) { 1 }
        let moment = now
        dispatcher = Dispatcher(store: store, renderer: ConfiguredRendering(postbacks) { moment }) { 0.5 }
        let head = "{\"event\":{\"kind\":\"install\",\"id\":\""
        line = Array(
            """
            \(head)\(number)","time":"2026-11-23T08:00:00Z","data":{"level":3}},"app":{"id":"a"},"device":{"os":"ios",\
            "idfa":"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707","user_agent":\
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)"},"geo":{"country":"US"}}
            """.utf8)
        digits = head.utf8.count..<head.utf8.count + 8
        guard let decision = reader.read(line, 0).0?.decisions.first else { stop("the event is not read") }
        self.decision = decision
    }

    /// The line of another event.
    private func next() -> [UInt8] {
        number += 1
        var (line, rest) = (line, number)
        for place in digits.reversed() {
            line[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        return line
    }

    /// Reads events and plans what is sent for them.
    func offer(rounds: Int) {
        for _ in 0..<rounds * Self.size { keep(reader.read(next(), number)) }
    }

    /// Keeps events that have been read, and delivers their postbacks.
    func deliver(rounds: Int) {
        do throws(StoreProblem) {
            for _ in 0..<rounds { try deliver() }
        } catch {
            stop(error.description)
        }
    }

    private func deliver() throws(StoreProblem) {
        var events: [AcceptedEvent] = []
        for _ in 0..<Self.size {
            guard var postback = AcceptedPostback(decision, now: now) else { stop("nothing is sent for the event") }
            postback.key = Fingerprint(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
            events.append(AcceptedEvent(line: next(), received: now, postbacks: [postback]))
        }
        keep(try dispatcher.accept(events, now: now))
        try store.commit()?.perform()
        var delivered = 0
        while true {
            let attempts = try dispatcher.next(now: now, most: Self.portion)
            for attempt in attempts {
                keep(attempt.request)
                try dispatcher.finished(
                    attempt.id, .response(status: 200, retryAfter: nil, body: []), now: now)
            }
            delivered += attempts.count
            guard !attempts.isEmpty else { break }
        }
        guard delivered == Self.size else { stop("\(delivered) of \(Self.size) postbacks were delivered") }
        try store.commit()?.perform()
        keep(try store.maintain(now: now))
    }
}

/// A disk on which nothing is found again.
private final class NoDisk: JournalDisk {
    func files() -> [String] { [] }
    func create(_: String, size: Int) -> any JournalFile { NoFile(length: size) }
    func open(_: String) -> any JournalFile { NoFile(length: 0) }
    func rename(_: String, to _: String) {}
    func remove(_: String) {}
    func sync() {}
}

private final class NoFile: JournalFile {
    private let length: Int

    init(length: Int) { self.length = length }

    func size() -> Int { length }
    func read(at _: Int, count _: Int) -> [UInt8] { [] }
    func write(_: [UInt8], at _: Int) {}
    func truncate(to _: Int) {}
    func sync() {}
    func verify() {}
}
