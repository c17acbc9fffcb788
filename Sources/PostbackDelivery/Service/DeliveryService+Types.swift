public import PostbackRuntime

extension DeliveryService {
    /// How the service works.
    public struct Settings: Sendable {
        /// The folder of the journal.
        public var journal: String
        /// Seconds for which input is compared with what came before.
        public var window: UInt32 = 7_200
        /// The most requests in flight.
        public var inFlight = 256
        /// The most requests in flight for a partner that states no limit.
        public var inFlightOfPartner = 64
        /// Whether private and loopback addresses may be connected to, for tests.
        public var allowsPrivateAddresses = false
        /// A file of certificates to trust in place of the system's.
        public var authorities: String?

        /// Creates settings for a journal.
        public init(journal: String) {
            self.journal = journal
        }
    }

    /// Why a service cannot start, or cannot go on.
    public enum Problem: Error, Sendable, CustomStringConvertible {
        /// The journal.
        case journal(JournalProblem)
        /// There is no libcurl.
        case noTransport
        /// A service that uses the journal was asked for something, and has not done it yet.
        case notTakenUp

        /// The problem in one sentence.
        public var description: String {
            switch self {
            case .journal(let problem): problem.description
            case .noTransport: CurlTransport.missing
            case .notTakenUp:
                "the service that uses the journal has not answered; it will do what it was asked for when it can"
            }
        }
    }

    /// An event that is offered, with what was planned for it.
    public struct Offer: Sendable {
        /// Names the offer in its acknowledgement: the number of the line.
        public var number: Int
        /// The event as it came.
        public var line: [UInt8]
        /// The event's id, where it has one.
        public var eventID: String?
        /// What was planned.
        public var decisions: [PostbackDecision]

        /// Creates an offer.
        public init(number: Int, line: [UInt8], eventID: String?, decisions: [PostbackDecision]) {
            self.number = number
            self.line = line
            self.eventID = eventID
            self.decisions = decisions
        }
    }

    /// What became of an offer, once that is durable.
    public struct Acknowledgement: Sendable {
        /// The offer.
        public var offer: Offer
        /// How many postbacks wait because of it.
        public var accepted: Int
        /// Why nothing was taken in; nil when it was.
        public var refusal: String?
    }

    /// A postback that is not sent any more.
    public struct SettledReport: Sendable {
        /// Names the postback.
        public var key: Fingerprint
        /// App, partner and the account's name of the postback.
        public var target: String
        /// Whether a person has to decide because nobody knows whether it arrived.
        public var isParked: Bool
        /// Why, in a word.
        public var reason: String
        /// How often it was sent.
        public var attempts: Int
        /// The partner's revision that it was rendered with last; 0 for never.
        public var revision: Int
    }
}
