/// Where a clause of a contract is known from.
public struct Evidence: Hashable, Sendable {
    /// How sure it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// The partner's own pages.
        case documentation
        /// The source of a program that sends to the partner.
        case connector
        /// An old template.
        case legacy
        /// Requests or answers that were seen.
        case observed
    }

    /// The name by which clauses refer to it.
    public var name: String
    /// How sure it is.
    public var kind: Kind
    /// Where it can be looked up.
    public var address: String
    /// The day on which it was read, as `2026-11-26`.
    public var day: String
}
