public import PostbackRuntime
public import PostbackTemplate
import Synchronization

/// The integrations and the accounts' configurations that a service delivers with. Both can be replaced while it runs, and
/// take effect together with everything that depends on them.
public final class ConfiguredIntegrations: Sendable {
    private struct State {
        var accounts: [AccountConfiguration]
        var postbacks: ConfiguredPostbacks
        /// Names the configurations.
        var digest: String
    }

    private let store: IntegrationStore
    private let state: Mutex<State>
    /// One change at a time; whoever reads never waits for it.
    private let changing = Mutex<Void>(())

    /// Starts with integrations and the accounts' configurations.
    ///
    /// - Parameters:
    ///   - partners: the integrations.
    ///   - catalogue: the macros that events can carry.
    ///   - configuration: one account, or an array of accounts, as JSON.
    ///   - warnings: what should be changed some day.
    ///   - now: the moment, for the age of revisions.
    public init(
        partners: [PartnerTemplate], catalogue: MacroCatalogue, configuration: [UInt8],
        warnings: inout [ConfigurationProblem], now: Timestamp
    ) throws(ConfigurationProblems) {
        let decoder = ConfigurationDecoder(partners: partners, catalogue: catalogue)
        let accounts = try decoder.decode(configuration, warnings: &warnings)
        do throws(ConfigurationRefusals) {
            store = try IntegrationStore(
                partners: partners, catalogue: catalogue, configurations: accounts.flatMap(\.integrations), now: now)
        } catch {
            throw ConfigurationProblems(error)
        }
        let postbacks = try ConfiguredPostbacks(accounts, integrations: store.snapshot)
        state = Mutex(State(accounts: accounts, postbacks: postbacks, digest: Self.digest(configuration)))
    }

    /// The postbacks of all configured apps, as they are now.
    public var postbacks: ConfiguredPostbacks { state.withLock { $0.postbacks } }

    /// A few digits that name the configurations that are in use.
    var configurationDigest: String { state.withLock { $0.digest } }

    /// The digest of the bundle that is in use; nil while nothing but built-in integrations is.
    var bundleDigest: String? { store.snapshot.digest }

    private static func digest(_ configuration: [UInt8]) -> String {
        String(Fingerprint(of: configuration.span).description.prefix(12))
    }

    /// The integrations that are in use.
    package var snapshot: IntegrationSnapshot { store.snapshot }

    /// Which revision of each partner is in use, by the partners' ids.
    public func status(now: Timestamp) -> [IntegrationStatus] { store.snapshot.status(now: now) }

    /// Puts the partners of a bundle to use. What it leaves without something that it needs keeps its revision and is named.
    @discardableResult
    package func update(_ bundle: IntegrationBundle, now: Timestamp) throws(BundleProblem) -> UpdateReport {
        let result = changing.withLock { _ in
            Result { () throws(BundleProblem) in
                let report = try store.update(bundle, now: now)
                let accounts = state.withLock { $0.accounts }
                do throws(ConfigurationProblems) {
                    let postbacks = try ConfiguredPostbacks(accounts, integrations: store.snapshot)
                    state.withLock { $0.postbacks = postbacks }
                } catch {
                    throw .unsound([error.description])
                }
                return report
            }
        }
        return try result.get()
    }

    /// Puts other configurations to use; if anything is wrong with them, those in use stay.
    ///
    /// - Parameter warnings: what should be changed some day.
    package func configure(
        _ configuration: [UInt8], warnings: inout [ConfigurationProblem]
    ) throws(ConfigurationProblems) {
        let (result, found) = changing.withLock { _ in
            var found: [ConfigurationProblem] = []
            let result = Result { () throws(ConfigurationProblems) in try replace(configuration, &found) }
            return (result, found)
        }
        warnings += found
        try result.get()
    }

    private func replace(
        _ configuration: [UInt8], _ warnings: inout [ConfigurationProblem]
    ) throws(ConfigurationProblems) {
        let snapshot = store.snapshot
        var decoder = ConfigurationDecoder(
            partners: snapshot.partners.map(\.template), catalogue: snapshot.catalogue)
        for partner in snapshot.partners.map(\.template.id) {
            for kept in snapshot.kept(partner) { decoder.kept[kept.name] = kept.template }
        }
        let accounts = try decoder.decode(configuration, warnings: &warnings)
        do throws(ConfigurationRefusals) {
            try store.configure(accounts.flatMap(\.integrations))
        } catch {
            throw ConfigurationProblems(error)
        }
        let postbacks = try ConfiguredPostbacks(accounts, integrations: store.snapshot)
        state.withLock { $0 = State(accounts: accounts, postbacks: postbacks, digest: Self.digest(configuration)) }
    }
}

extension AccountConfiguration {
    /// What integrations are bound to: the fields of each postback, under a name of its own.
    fileprivate var integrations: [IntegrationConfiguration] {
        apps.flatMap { app in
            app.partners.filter { $0.custom == nil }.flatMap { partner in
                partner.postbacks.sorted { $0.key < $1.key }.map { name, settings in
                    IntegrationConfiguration(
                        name: Self.name(app.id, partner.partner, name), partner: partner.partner,
                        fields: partner.fields.merging(settings.fields) { _, event in event })
                }
            }
        }
    }

    static func name(_ app: String, _ partner: String, _ postback: String) -> String {
        "\(app)/\(partner)/\(postback)"
    }
}

extension IntegrationSnapshot {
    /// The older revision that an app still uses of a partner; nil when it uses the newest.
    func kept(app: AppConfiguration, partner: String) -> PartnerTemplate? {
        let names = app.partners.filter { $0.partner == partner }.flatMap { configuration in
            configuration.postbacks.keys.map { AccountConfiguration.name(app.id, partner, $0) }
        }
        return kept(partner).first { names.contains($0.name) }?.template
    }
}

extension ConfigurationProblems {
    /// The refusals of a store, each with the configuration that it is about.
    fileprivate init(_ refusals: ConfigurationRefusals) {
        self.init(
            problems: refusals.refusals.flatMap { refusal in
                let message = refusal.problems.isEmpty ? "there is no certified integration of this name" : ""
                return refusal.problems.isEmpty
                    ? [ConfigurationProblem(place: .init(partner: refusal.partner), message: message)]
                    : refusal.problems.map { problem in
                        ConfigurationProblem(
                            place: .init(partner: refusal.partner, postback: refusal.name, field: problem.field),
                            message: problem.description)
                    }
            })
    }
}
