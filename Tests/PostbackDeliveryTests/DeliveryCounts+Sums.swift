@testable import PostbackDelivery

/// The counts over all partners, as tests compare them.
extension DeliveryCounts {
    /// Postbacks that partners have, by partner.
    var delivered: [String: Int] { partners.mapValues(\.delivered).filter { $0.value > 0 } }
    /// Dead letters by reason.
    var dead: [String: Int] { sum(\.dead) }
    /// Postbacks that were not sent, by code.
    var skipped: [String: Int] { sum(\.skipped) }
    /// Attempts of which nobody knows whether they arrived.
    var unknown: Int { total(\.unknown) }

    private func sum(_ numbers: (PartnerCounts) -> [String: Int]) -> [String: Int] {
        partners.values.reduce(into: [:]) { $0.merge(numbers($1), uniquingKeysWith: +) }
    }
}

extension PostbackStore {
    /// Postbacks that wait, are held or are in flight.
    var pendingCount: Int { counts.values.reduce(0) { $0 + $1.pending } }
}
