public import PostbackTemplate

extension DeliveryService {
    /// How the service works.
    public struct Settings: Sendable {
        /// The most requests in flight.
        public var inFlight = 256
        /// The most requests in flight for a partner that states no limit.
        public var inFlightOfPartner = 64
        /// Dead letters and parked postbacks that are kept, and for how long.
        public var letterLimits = DeadLetterLimits()
        /// Whether private and loopback addresses may be connected to, for tests.
        public var allowsPrivateAddresses = false
        /// A file of certificates to trust in place of the system's.
        public var authorities: String?

        /// Creates the settings that a service has when nobody says otherwise.
        public init() {}
    }

    /// The longest line of an event, in bytes.
    public static let longestLine = 1 << 20

    /// Why a service cannot start, or cannot go on.
    public enum Problem: Error, Sendable, CustomStringConvertible {
        /// The store.
        case store(StoreProblem)
        /// There is no libcurl.
        case noTransport
        /// A file of certificates that cannot be read, or has none.
        case noCertificates(path: String)

        /// The problem in one sentence.
        public var description: String {
            switch self {
            case .store(let problem): problem.description
            case .noTransport: CurlTransport.missing
            case .noCertificates(let path): "'\(path)' cannot be read, or has no certificate"
            }
        }
    }

    /// An event that was offered, with what was planned for it.
    public struct Offer: Sendable {
        /// Names the offer in its acknowledgement: the number of the line.
        public let number: Int
        /// The event as it came.
        public let line: [UInt8]
        /// The event's id, where it has one.
        public let eventID: String?
        /// What was planned.
        public let decisions: [PostbackDecision]
        /// Where it came from, if not from whoever has the service.
        var input: BrokerInput?
    }

    /// What became of an offer, once that is durable.
    public struct Acknowledgement: Sendable {
        /// The offer.
        public var offer: Offer
        /// How many postbacks wait because of it.
        public var accepted: Int
        /// Why nothing was taken in; nil when it was.
        public var refusal: String?
        /// Whether it would be refused each time.
        var isFinal = false
    }

    /// What is wrong with a line that was offered.
    public struct LineFindings: Sendable {
        /// The number of the line.
        public var number: Int
        /// Whether it is an event all the same; values with a problem are left out of it.
        public var isEvent = true
        /// What is wrong, each in one sentence; of very many things the first.
        public var messages: [String] = []
    }
}

/// Something that a person who runs a service should know.
public enum DeliveryNotice: Hashable, Sendable {
    /// An event names an app that nobody has configured; said once for each app. Nil for events without app and bundle id.
    case unconfigured(app: String?)
    /// Postbacks wait for something that is not configured any more, and become dead letters when they are due.
    case withdrawn(PostbackTarget, waiting: Int)
    /// There are nearly as many dead letters as are kept; of more, the oldest are discarded.
    case manyLetters(count: Int, most: Int)
    /// The servers of a shared store cannot be reached, or complain; nothing is taken in until they can.
    case storeAway(why: String)
    /// They can be reached again.
    case storeBack(server: String)
    /// The integrations and configurations that another dispatcher has given are in use from now on.
    case tookShared(by: String, at: Timestamp)
    /// What another dispatcher has given cannot be used here; what was in use stays.
    case refusedShared(by: String, why: String)
    /// Dead letters were discarded, because there were too many or they had been kept for long enough.
    case discarded(count: Int)
}

extension DeliveryNotice: CustomStringConvertible {
    /// The notice in one sentence.
    public var description: String {
        switch self {
        case .unconfigured(let app?):
            "events came for the app '\(app)', which is not configured; nothing is sent for them"
        case .unconfigured: "events came that name no configured app; nothing is sent for them"
        case .withdrawn(let target, let waiting):
            "'\(target.partner)' of the app '\(target.app)' is not configured for '\(target.name)' any more; \(waiting) "
                + "postbacks wait for it and become dead letters when they are due"
        case .manyLetters(let count, let most):
            "\(count) dead letters are kept, at most \(most) can be; replay or discard them, or the oldest are discarded"
        case .storeAway(let why): "the store: \(why)"
        case .storeBack(let server): "the store: connected to \(server)"
        case .tookShared(let name, let moment):
            "the configuration that \(name) has shared at \(moment) is in use from now on"
        case .refusedShared(let name, let why): "what \(name) has shared cannot be used: \(why)"
        case .discarded(let count): "\(count) dead letters were discarded, the oldest first"
        }
    }
}
