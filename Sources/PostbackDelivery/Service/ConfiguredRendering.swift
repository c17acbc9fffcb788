import PostbackRuntime
import PostbackTemplate

/// Renders postbacks as accounts have configured them at the moment of sending.
final class ConfiguredRendering: AttemptRendering {
    private(set) var postbacks: ConfiguredPostbacks
    private var decoder: EventDecoder
    private var event: PostbackEvent
    private let buffer = RenderBuffer()
    /// The line that the event was read from, and the app whose it is: postbacks of one event often follow one another.
    private var last: (line: [UInt8], app: String)?
    /// The wall clock, which requests carry; not the one that decides what is due.
    private let wallClock: () -> Timestamp

    init(_ postbacks: ConfiguredPostbacks, wallClock: @escaping () -> Timestamp) {
        self.postbacks = postbacks
        self.wallClock = wallClock
        decoder = EventDecoder(catalogue: postbacks.catalogue, collectsUnknownKeys: false)
        event = PostbackEvent(catalogue: postbacks.catalogue)
    }

    /// Renders with another configuration from now on, and with the macros of its integrations.
    func replace(_ next: ConfiguredPostbacks) {
        if next.catalogue != postbacks.catalogue {
            decoder = EventDecoder(catalogue: next.catalogue, collectsUnknownKeys: false)
            event = PostbackEvent(catalogue: next.catalogue)
        }
        postbacks = next
        last = nil
    }

    func policy(_ partner: String) -> DeliveryPolicy { postbacks.policies[partner] ?? DeliveryPolicy() }

    func render(_ lease: PostbackLease, line: [UInt8], now _: Timestamp) -> RenderedAttempt {
        if last.map({ $0.app != lease.target.app || $0.line != line }) ?? true {
            last = nil
            do throws(EventProblem) {
                _ = try decoder.decode(line.span, into: &event)
            } catch {
                return .withdrawn(code: "unreadable_event")
            }
            last = (line, lease.target.app)
        }
        // The same for every attempt, so that whoever receives it twice can tell.
        let context = RenderContext(
            now: wallClock(), random: Int64(lease.key.low & 0x7FFF_FFFF), uuidOf: lease.key)
        let (attempt, skip) = postbacks.attempt(
            lease.target, item: lease.item, &event, withholding: lease.withheld, context: context, in: buffer)
        switch skip {
        case .inactive?: return .held
        case .notConfigured?: return .withdrawn(code: skip?.code ?? "")
        case let skip?: return .skip(code: skip.code)
        case nil: break
        }
        guard let attempt, let request = buffer.request(attempt.method) else {
            return .skip(code: SkipCode.condition.rawValue)
        }
        var moment: Timestamp?
        if case .timestamp(let time)? = event[.time] { moment = time }
        var outgoing = OutgoingRequest(
            method: request.method, url: request.url, headers: request.headers,
            body: request.body, isInsecure: request.url.hasPrefix("http://"))
        if let answer = postbacks.policies[lease.target.partner]?.answerValues, !answer.isEmpty {
            outgoing.answerLimit = OutgoingRequest.longAnswer
            outgoing.readsHeaders = answer.contains { if case .header = $0 { true } else { false } }
        }
        return .request(
            RenderedRequest(
                request: outgoing, retries: attempt.settings.retries, onUnknown: attempt.onUnknown, eventTime: moment,
                revision: attempt.revision, place: attempt.place))
    }
}
