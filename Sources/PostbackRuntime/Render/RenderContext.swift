public import PostbackTemplate

/// What rendering depends on beside the event: given from outside, so that rendering is a pure function.
public struct RenderContext: Sendable {
    /// The moment of rendering.
    public var now: Timestamp
    /// A whole number from 0 to 2³¹ − 1.
    public var random: Int64
    private var named: Named
    /// Macros of these classifications count as absent.
    public var withheld: ClassificationSet

    /// Creates a context.
    public init(now: Timestamp, random: Int64, uuid: String, withheld: ClassificationSet = []) {
        self.now = now
        self.random = random
        named = .text(uuid)
        self.withheld = withheld
    }

    /// Creates a context whose UUID is that of a fingerprint.
    public init(now: Timestamp, random: Int64, uuidOf fingerprint: Fingerprint, withheld: ClassificationSet = []) {
        self.now = now
        self.random = random
        named = .fingerprint(fingerprint)
        self.withheld = withheld
    }

    /// Where the UUID comes from; few templates ask for it.
    private enum Named {
        case text(String)
        case fingerprint(Fingerprint)
    }

    /// A random UUID, lower case.
    public var uuid: String {
        get {
            switch named {
            case .text(let text): text
            case .fingerprint(let fingerprint): fingerprint.uuid
            }
        }
        set { named = .text(newValue) }
    }

    static let empty = RenderContext(now: Timestamp(microseconds: 0), random: 0, uuid: "")
}

/// Why a postback is not sent.
public enum PostbackSkip: Error, Hashable, Sendable {
    /// A required value is absent; the macros and fields that it could have come from.
    case missingValue([String])
    /// A `send when` condition does not hold.
    case condition
    /// A map has no row for the event and says that nothing is sent then.
    case unmappedEvent(String)
    /// A required value is reserved for the partner that won the attribution.
    case notAttributed([String])
    /// A required value is withheld by the event's privacy signals.
    case privacy([String])
    /// The session belongs to a period that has had its postback, or to the period of the install.
    case sessionWindow
    /// The postback is paused, or its partner is.
    case inactive
    /// The account has not configured the postback, or the partner has none for this event.
    case notConfigured
    /// A value cannot stand where it would have to: a line break in a header, a dot segment in a path.
    case unsafeValue(String)
    /// The body is larger than the partner takes.
    case tooLarge
    /// The account's configuration lacks something that the partner needs.
    case invalidConfiguration(String)

    /// The kind of reason.
    public var kind: SkipCode {
        switch self {
        case .missingValue: .missingValue
        case .condition: .condition
        case .unmappedEvent: .unmappedEvent
        case .notAttributed: .notAttributed
        case .privacy: .privacy
        case .sessionWindow: .sessionWindow
        case .inactive: .inactive
        case .notConfigured: .notConfigured
        case .unsafeValue: .unsafeValue
        case .tooLarge: .tooLarge
        case .invalidConfiguration: .invalidConfiguration
        }
    }

    /// The code, one of `SkipCode`.
    public var code: String { kind.rawValue }

    /// The macros, fields or keys that it is about.
    public var about: [String] {
        switch self {
        case .missingValue(let names), .notAttributed(let names), .privacy(let names): names
        case .unmappedEvent(let name), .unsafeValue(let name), .invalidConfiguration(let name): [name]
        case .condition, .tooLarge, .sessionWindow, .inactive, .notConfigured: []
        }
    }
}

/// A rendered request.
public struct PostbackRequest: Hashable, Sendable {
    /// One header.
    public struct Header: Hashable, Sendable {
        /// The name as the partner file writes it.
        public var name: String
        /// The value.
        public var value: String

        /// Creates a header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method.
    public var method: RequestMethod
    /// The absolute URL, encoded.
    public var url: String
    /// The headers in order.
    public var headers: [Header]
    /// The body's bytes; empty for none.
    public var body: [UInt8]

    /// Creates a request.
    public init(method: RequestMethod, url: String, headers: [Header], body: [UInt8]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What came out of rendering.
public enum PostbackOutcome: Hashable, Sendable {
    /// A request to send.
    case request(PostbackRequest)
    /// Nothing to send, and why.
    case skipped(PostbackSkip)
}
