public import PostbackTemplate

/// What a bundle changed, and what stayed as it was.
public struct UpdateReport: Hashable, Sendable {
    /// What became of one partner.
    public enum Outcome: Hashable, Sendable {
        /// The bundle's revision took effect.
        case updated(to: Int)
        /// The bundle has what is in use.
        case unchanged
        /// The bundle has an older revision, and the one in use stays.
        case older(Int)
        /// It uses macros whose type events of this service do not have, and what is in use stays.
        case incompatible(macros: [String])
    }

    /// One partner of the bundle.
    public struct Partner: Hashable, Sendable {
        /// The partner's id.
        public var partner: String
        /// The revision that was in use; nil for a new partner.
        public var from: Int?
        /// What became of it.
        public var outcome: Outcome
    }

    /// A configuration that keeps the revision that it had.
    public struct Kept: Hashable, Sendable {
        /// The configuration's name.
        public var name: String
        /// The partner's id.
        public var partner: String
        /// The revision that it keeps.
        public var revision: Int
        /// What the new revision needs.
        public var problems: [FieldProblem]
    }

    /// The digest of the bundle.
    public var digest: String
    /// The partners of the bundle, by their ids.
    public var partners: [Partner] = []
    /// Configurations that the bundle leaves without something they need, by their names.
    public var kept: [Kept] = []
}

extension UpdateReport: CustomStringConvertible {
    /// A line for every partner that changed or was refused, and for every configuration that keeps its revision.
    public var description: String {
        let partners = partners.compactMap { partner -> String? in
            switch partner.outcome {
            case .unchanged: nil
            case .updated(let revision):
                partner.from.map { "\(partner.partner): revision \($0) → \(revision)" }
                    ?? "\(partner.partner): revision \(revision), new"
            case .older(let revision):
                "\(partner.partner): stays at revision \(partner.from ?? 0); the bundle has the older \(revision)"
            case .incompatible(let macros):
                "\(partner.partner): not updated; events of this service have another type of \(macros.joined(separator: ", "))"
            }
        }
        let kept = kept.map { kept in
            "\(kept.name): keeps revision \(kept.revision); \(kept.problems.map(\.description).joined(separator: "; "))"
        }
        return (partners + kept).joined(separator: "\n")
    }
}

/// Which revision of a partner is in use.
public struct IntegrationStatus: Hashable, Sendable {
    /// Where a revision came from.
    public enum Origin: Hashable, Sendable {
        /// It was built into the service.
        case builtIn
        /// A bundle with this digest brought it.
        case bundle(String)
    }

    /// A configuration that uses an older revision.
    public struct Kept: Hashable, Sendable {
        /// The configuration's name.
        public var name: String
        /// The revision that it uses.
        public var revision: Int
    }

    /// The partner's id.
    public var partner: String
    /// The revision.
    public var revision: Int
    /// When it took effect.
    public var since: Timestamp
    /// Seconds since then.
    public var ageSeconds: Int64
    /// Where it came from.
    public var origin: Origin
    /// Configurations that still use an older revision, by their names.
    public var keptConfigurations: [Kept]
}
