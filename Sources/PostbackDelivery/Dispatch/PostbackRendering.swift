import PostbackTemplate

/// A request that is ready to be sent.
struct OutgoingRequest: Sendable, Hashable {
    var method: RequestMethod
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Whether plain http is meant.
    var isInsecure: Bool

    static func == (left: OutgoingRequest, right: OutgoingRequest) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(url)
        hasher.combine(body)
    }
}

/// What an attempt would send now, with the revision and the configuration of this moment.
enum RenderedAttempt: Sendable {
    /// A request, how often it may be repeated, what becomes of it when nobody knows, and the moment of its event.
    case request(OutgoingRequest, retries: Int, onUnknown: UnknownOutcomePolicy, eventTime: Timestamp?, revision: Int)
    /// Nothing is sent.
    case skip(code: String)
    /// Nothing is sent now or later unless the account changes something.
    case withdrawn(code: String)
}

/// Renders postbacks when they are sent, and knows the partners' limits.
protocol AttemptRendering: AnyObject {
    /// What is to be sent for a postback.
    func render(_ lease: PostbackLease, line: [UInt8], now: Timestamp) -> RenderedAttempt
    /// The limits and answers of a partner.
    func policy(_ partner: String) -> DeliveryPolicy
}
