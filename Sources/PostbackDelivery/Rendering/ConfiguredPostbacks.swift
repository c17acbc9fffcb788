public import PostbackRuntime
public import PostbackTemplate

/// The postbacks of all configured apps, bound to their accounts' fields.
///
/// All postbacks of one app are bound as one set, so that what they compute alike for an event is computed once.
public struct ConfiguredPostbacks: Sendable {
    /// The macros that the partners were bound to: events for these postbacks are read with it.
    public let catalogue: MacroCatalogue
    private let apps: [String: ConfiguredApp]
    private let appsByBundle: [String: String]
    /// The limits and answers of the partners, by their ids.
    let policies: [String: DeliveryPolicy]

    /// Binds decoded configurations.
    public init(
        _ accounts: [AccountConfiguration], partners: [PartnerTemplate], catalogue: MacroCatalogue
    ) throws(ConfigurationProblems) {
        try self.init(
            accounts, partners: partners.map { PreparedPartner($0, catalogue: catalogue) }, catalogue: catalogue)
    }

    /// Binds decoded configurations to partners that are prepared already.
    public init(
        _ accounts: [AccountConfiguration], partners: [PreparedPartner], catalogue: MacroCatalogue
    ) throws(ConfigurationProblems) {
        let known = Dictionary(partners.map { ($0.template.id, $0) }, uniquingKeysWith: { first, _ in first })
        var apps: [String: ConfiguredApp] = [:]
        var appsByBundle: [String: String] = [:]
        var problems: [ConfigurationProblem] = []
        for account in accounts {
            for app in account.apps {
                do throws(ConfigurationProblems) {
                    apps[app.id] = try ConfiguredApp(app, account.account, partners: known, catalogue: catalogue)
                    appsByBundle[app.bundleID] = app.id
                } catch {
                    problems += error.problems
                }
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }
        policies = known.mapValues(\.template.delivery)
        self.catalogue = catalogue
        self.apps = apps
        self.appsByBundle = appsByBundle
    }

    /// The app with an id.
    func app(named id: String) -> ConfiguredApp? { apps[id] }

    /// The app that an event is of: by its app id, else by its bundle id.
    func app(of event: PostbackEvent) -> (id: String?, app: ConfiguredApp?) {
        let id = event[.app]?.text ?? event[.bundle]?.text.flatMap { appsByBundle[$0] }
        return (id, id.flatMap { apps[$0] })
    }
}
