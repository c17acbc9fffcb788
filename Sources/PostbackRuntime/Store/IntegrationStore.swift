public import PostbackTemplate
import Synchronization

/// The integrations that a service uses, which can be replaced while it runs.
///
/// Starts with the integrations that were built in. A newer bundle is verified, every known configuration is bound to it,
/// and only then all of it takes effect at once; who renders meanwhile goes on with what they have. A partner that cannot
/// be used, and a configuration that its new revision leaves without something it needs, keep what they had.
public final class IntegrationStore: Sendable {
    private let base: MacroCatalogue
    private let state: Mutex<IntegrationSnapshot>
    /// One update at a time; rendering never waits for it.
    private let updating = Mutex<Void>(())

    /// Starts with integrations that were built in.
    public init(
        partners: [PartnerTemplate], catalogue: MacroCatalogue, configurations: [IntegrationConfiguration] = [],
        now: Timestamp
    ) throws(ConfigurationRefusals) {
        base = catalogue
        let builtIn = partners.map { template in
            CurrentIntegration(
                partner: PreparedPartner(template, catalogue: catalogue), since: now, origin: .builtIn)
        }
        let empty = IntegrationSnapshot(
            catalogue: catalogue, digest: nil,
            integrations: Dictionary(builtIn.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        state = Mutex(try empty.binding(configurations))
    }

    /// What is in use now: a value that stays what it is, however long it is used.
    public var snapshot: IntegrationSnapshot { state.withLock { $0 } }

    /// Replaces the configurations. If one cannot be bound, every problem is named and those in use stay.
    public func configure(_ configurations: [IntegrationConfiguration]) throws(ConfigurationRefusals) {
        let outcome = updating.withLock { _ -> Result<Void, ConfigurationRefusals> in
            do throws(ConfigurationRefusals) {
                let next = try snapshot.binding(configurations)
                state.withLock { $0 = next }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }

    /// Puts a bundle to use, as far as that can be done; the report says what changed and what stayed.
    ///
    /// - Parameters:
    ///   - bundle: the bundle, read and verified.
    ///   - digest: the digest that the bundle must have, where one is known from elsewhere.
    ///   - now: the moment of the update, for the age of revisions.
    @discardableResult
    public func update(
        _ bundle: IntegrationBundle, expecting digest: String? = nil, now: Timestamp
    ) throws(BundleProblem) -> UpdateReport {
        if let digest, digest != bundle.digest { throw .unexpected(digest: bundle.digest) }
        return updating.withLock { _ in
            let (next, report) = snapshot.updated(by: bundle, over: base, now: now)
            state.withLock { $0 = next }
            return report
        }
    }

    /// Reads a bundle and puts it to use; a bundle that is refused changes nothing.
    @discardableResult
    public func update(
        reading bytes: some Sequence<UInt8>, expecting digest: String? = nil, now: Timestamp
    ) throws(BundleProblem) -> UpdateReport {
        try update(try IntegrationBundle(reading: bytes), expecting: digest, now: now)
    }
}

/// One partner's fields as an account has filled them in, under a name of the service.
public struct IntegrationConfiguration: Hashable, Sendable {
    /// The name, which reports and renderings use: `acme-ios/meta`.
    public var name: String
    /// The partner's id.
    public var partner: String
    /// The values of the fields, for the app and, where an account sets them, for the event.
    public var fields: [String: String]

    /// Creates a configuration.
    public init(name: String, partner: String, fields: [String: String]) {
        self.name = name
        self.partner = partner
        self.fields = fields
    }
}

/// A configuration that cannot be bound, and why.
public struct ConfigurationRefusal: Hashable, Sendable, CustomStringConvertible {
    /// The configuration's name.
    public var name: String
    /// The partner's id.
    public var partner: String
    /// What is wrong with the fields; empty when there is no such partner.
    public var problems: [FieldProblem]

    /// Every problem in one line.
    public var description: String {
        let reasons = problems.isEmpty ? ["there is no partner '\(partner)'"] : problems.map(\.description)
        return "\(name): \(reasons.joined(separator: "; "))"
    }
}

/// All configurations that cannot be bound.
public struct ConfigurationRefusals: Error, Sendable, CustomStringConvertible {
    /// The refusals, in the order of the configurations.
    public var refusals: [ConfigurationRefusal]

    /// The refusals, one per line.
    public var description: String { refusals.map(\.description).joined(separator: "\n") }
}
