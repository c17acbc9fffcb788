import PostbackRuntime
import PostbackTemplate

/// Renders postbacks as accounts have configured them at the moment of sending.
final class ConfiguredRendering: AttemptRendering {
    /// The postbacks, and the event that was read last for them.
    private var reading: EventReading
    private let buffer = RenderBuffer()
    /// The wall clock, which requests carry; not the one that decides what is due.
    private let wallClock: () -> Timestamp
    private(set) var generation = 0

    init(_ postbacks: ConfiguredPostbacks, wallClock: @escaping () -> Timestamp) {
        reading = EventReading(postbacks)
        self.wallClock = wallClock
    }

    var postbacks: ConfiguredPostbacks { reading.postbacks }

    /// Renders with another configuration from now on, and with the macros of its integrations.
    func replace(_ next: ConfiguredPostbacks) {
        reading = EventReading(next)
        generation += 1
    }

    func policy(_ partner: String) -> PartnerPolicy { reading.postbacks.policies[partner] ?? .unknown }

    func render(_ lease: PostbackLease, line: [UInt8], now _: Timestamp) -> RenderedAttempt {
        let reading = reading
        guard reading.read(line, of: lease.target.app) else { return .withdrawn(code: "unreadable_event") }
        guard let app = reading.app else { return .withdrawn(code: SkipCode.notConfigured.rawValue) }
        // The same for every attempt, so that whoever receives it twice can tell.
        let context = RenderContext(
            now: wallClock(), random: Int64(lease.key.low & 0x7FFF_FFFF), uuidOf: lease.key)
        let (postback, skip) = app.attempt(
            lease.target.partner, item: lease.item, reading.event, withholding: lease.withheld, context: context,
            in: buffer)
        switch skip {
        case .inactive?: return .held
        case .notConfigured?: return .withdrawn(code: skip?.code ?? "")
        case let skip?: return .skip(code: skip.code)
        case nil: break
        }
        guard let postback, let request = OutgoingRequest(buffer, method: postback.method) else {
            return .skip(code: SkipCode.condition.rawValue)
        }
        return .request(
            RenderedRequest(
                request: request, retries: postback.settings.retries, onUnknown: postback.onUnknown,
                eventTime: reading.event.moment(.time), revision: postback.revision, place: postback.place))
    }
}

/// Reads the events of postbacks that are sent; postbacks of one event often follow one another.
private final class EventReading {
    let postbacks: ConfiguredPostbacks
    private let decoder: EventDecoder
    private(set) var event: PostbackEvent
    /// The app whose the event is; nil where it is not configured.
    private(set) var app: ConfiguredApp?
    /// The line that the event was read from, and the app's id; nil for none.
    private var last: (line: [UInt8], app: String)?

    init(_ postbacks: ConfiguredPostbacks) {
        self.postbacks = postbacks
        decoder = EventDecoder(catalogue: postbacks.catalogue, collectsUnknownKeys: false)
        event = PostbackEvent(catalogue: postbacks.catalogue)
    }

    /// Reads a line, unless it was read last, and fills in what the app's configuration says; whether it is an event.
    func read(_ line: [UInt8], of id: String) -> Bool {
        if let last, last.app == id, last.line == line { return true }
        if last?.app != id { app = postbacks.app(named: id) }
        last = nil
        do throws(EventProblem) {
            _ = try decoder.decode(line.span, into: &event)
        } catch {
            return false
        }
        app?.complete(&event)
        last = (line, id)
        return true
    }
}
