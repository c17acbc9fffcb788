public import PostbackRuntime

/// Who an event is attributed to, as the event says it.
public struct EventAttribution: Hashable, Sendable {
    /// The id of the partner that won; nil for an event that nobody won.
    public var network: String?
    /// The agency whose campaign on that partner won; nil when the partner won directly.
    public var agency: String?

    /// Creates an attribution.
    public init(network: String? = nil, agency: String? = nil) {
        self.network = network
        self.agency = agency
    }

    /// Reads an event's attribution.
    public init(_ event: PostbackEvent) {
        self.init(network: event[.network]?.text, agency: event[.agency]?.text)
    }

    /// Whether the partner won, directly or through an agency.
    public func isWon(by partner: String) -> Bool { network == partner }
}

extension DeliveryMethod {
    /// Whether an event with this attribution goes to a partner.
    public func admits(_ attribution: EventAttribution, to partner: String) -> Bool {
        switch self {
        case .all: true
        case .networkOnly: attribution.isWon(by: partner) && attribution.agency == nil
        case .networkAndAgency: attribution.isWon(by: partner)
        }
    }
}
