import PostbackRuntime
public import PostbackTemplate

/// The postbacks of all configured apps, bound to their accounts' fields.
///
/// All postbacks of one app are bound as one set, so that what they compute alike for an event is computed once.
public struct ConfiguredPostbacks: Sendable {
    /// How an app is found by an event that does not name it.
    private struct Bundle: Hashable {
        var platform: Platform
        var id: String
    }

    /// The macros that the partners were bound to: events for these postbacks are read with it.
    public let catalogue: MacroCatalogue
    private let apps: [String: ConfiguredApp]
    private let appsByBundle: [Bundle: String]
    /// The limits and answers of the partners, by their ids.
    let policies: [String: PartnerPolicy]

    /// Binds decoded configurations.
    public init(
        _ accounts: [AccountConfiguration], partners: [PartnerTemplate], catalogue: MacroCatalogue
    ) throws(ConfigurationProblems) {
        let prepared = partners.map { ($0.id, PreparedPartner($0, catalogue: catalogue)) }
        let known = Dictionary(prepared, uniquingKeysWith: { first, _ in first })
        try self.init(accounts, known: known, catalogue: catalogue) { known[$1] }
    }

    /// Binds decoded configurations to the integrations that are in use, each to the revision that it uses.
    init(
        _ accounts: [AccountConfiguration], integrations: IntegrationSnapshot
    ) throws(ConfigurationProblems) {
        let catalogue = integrations.catalogue
        // What a bundle did not bring is prepared for older macros.
        let prepared = integrations.partners.map { partner in
            partner.catalogue == catalogue ? partner : PreparedPartner(partner.template, catalogue: catalogue)
        }
        let known = Dictionary(prepared.map { ($0.template.id, $0) }, uniquingKeysWith: { first, _ in first })
        try self.init(accounts, known: known, catalogue: catalogue) { app, id in
            guard let kept = integrations.kept(app: app, partner: id) else { return known[id] }
            return PreparedPartner(kept, catalogue: catalogue)
        }
    }

    private init(
        _ accounts: [AccountConfiguration], known: [String: PreparedPartner], catalogue: MacroCatalogue,
        partner: (_ app: AppConfiguration, _ id: String) -> PreparedPartner?
    ) throws(ConfigurationProblems) {
        var apps: [String: ConfiguredApp] = [:]
        var appsByBundle: [Bundle: String] = [:]
        var problems: [ConfigurationProblem] = []
        for account in accounts {
            for app in account.apps {
                do throws(ConfigurationProblems) {
                    apps[app.id] = try ConfiguredApp(app, account.account, catalogue: catalogue) { partner(app, $0) }
                    appsByBundle[Bundle(platform: app.platform, id: app.bundleID)] = app.id
                } catch {
                    problems += error.problems
                }
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }
        policies = known.mapValues { PartnerPolicy($0.template.delivery) }
        self.catalogue = catalogue
        self.apps = apps
        self.appsByBundle = appsByBundle
    }

    /// The app with an id.
    func app(named id: String) -> ConfiguredApp? { apps[id] }

    /// The app that an event is of: by its app id, else by its platform and bundle id. Where an event names no platform, a
    /// bundle id counts that one platform alone has. An app that nobody has configured is called by what the event says.
    func app(of event: PostbackEvent) -> (id: String?, app: ConfiguredApp?) {
        let id =
            event[.app]?.text
            ?? event[.bundle]?.text.flatMap { bundle in
                let platforms = event.platform.map { [$0] } ?? Platform.allCases
                let found = platforms.compactMap { appsByBundle[Bundle(platform: $0, id: bundle)] }
                return found.count == 1 ? found[0] : nil
            }
        return (id ?? event[.bundle]?.text, id.flatMap { apps[$0] })
    }

    /// The ids of the partners that some app has configured.
    var configuredPartners: Set<String> {
        Set(apps.values.flatMap { $0.configuration.partners.map(\.partner) })
    }

    /// Whether something that waits for a target can be sent or is held, and not given up.
    func isConfigured(_ target: PostbackTarget) -> Bool {
        guard let partner = apps[target.app]?.partner(target.partner) else { return false }
        return partner.postbacks[target.name] != nil
            || partner.postbacks[PostbackTrigger.eventKind] != nil
                && !catalogue.kinds.contains { $0.name == target.name }
    }
}
