public import PostbackRuntime

/// Who an event is attributed to, as the event says it.
public struct EventAttribution: Hashable, Sendable {
    /// The id of the partner that won; nil for an event that nobody won.
    public var network: String?
    /// The agency whose campaign on that partner won; nil when the partner won directly.
    public var agency: String?
    /// The id of the partner that the install is attributed to; nil where the event names none apart from the winner.
    public var installNetwork: String?
    /// The id of the partner on whose tracker the device re-engaged last; nil where the event names none apart from the
    /// winner.
    public var reengagementNetwork: String?

    /// Creates an attribution.
    public init(
        network: String? = nil, agency: String? = nil, installNetwork: String? = nil, reengagementNetwork: String? = nil
    ) {
        self.network = network
        self.agency = agency
        self.installNetwork = installNetwork
        self.reengagementNetwork = reengagementNetwork
    }

    /// Reads an event's attribution.
    public init(_ event: PostbackEvent) {
        self.init(
            network: event.text(.network), agency: event.text(.agency), installNetwork: event.text(.installNetwork),
            reengagementNetwork: event.text(.reengagementNetwork))
    }

    /// Whether the partner won, directly or through an agency.
    ///
    /// Where an event names only the partners of install and re-engagement, the one that has both of them won.
    public func isWon(by partner: String) -> Bool {
        if let network { return network == partner }
        let named = [installNetwork, reengagementNetwork].compactMap(\.self)
        return !named.isEmpty && named.allSatisfy { $0 == partner }
    }

    /// Whether an agency may have run the campaign of a touch on a partner: it is that of the winner, where there is one.
    private func isThroughAgency(_ partner: String) -> Bool { agency != nil && (network == nil || network == partner) }

    /// Whether install or re-engagement, as the event says who has it, counts for a partner.
    func owns(_ touch: KeyPath<EventAttribution, String?>, _ partner: String, _ method: DeliveryMethod) -> Bool {
        guard (self[keyPath: touch] ?? network) == partner else { return false }
        return method != .networkOnly || !isThroughAgency(partner)
    }
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
