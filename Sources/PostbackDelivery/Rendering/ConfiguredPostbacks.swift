public import PostbackRuntime
public import PostbackTemplate

/// The postbacks of all configured apps, bound to their accounts' fields.
public struct ConfiguredPostbacks: Sendable {
    /// One outcome for one partner.
    public struct Outcome: Sendable {
        /// The app's id; nil when no configured app fits the event.
        public var app: String?
        /// The partner's id; nil when no configured app fits the event.
        public var partner: String?
        /// The postback's id, or the kind or name of the event when the partner has none for it.
        public var postback: String?
        /// The partner's revision.
        public var revision: Int?
        /// The request, or why there is none.
        public var outcome: PostbackOutcome
        /// How long the request waits.
        public var delay: DeliveryDelay
        /// How often it is tried: once, and once more for each retry.
        public var attempts: Int

        /// Creates an outcome.
        public init(
            app: String? = nil, partner: String? = nil, postback: String? = nil, revision: Int? = nil,
            outcome: PostbackOutcome, delay: DeliveryDelay, attempts: Int
        ) {
            self.app = app
            self.partner = partner
            self.postback = postback
            self.revision = revision
            self.outcome = outcome
            self.delay = delay
            self.attempts = attempts
        }
    }

    private struct App: Sendable {
        var configuration: AppConfiguration
        var partners: [Partner]
    }

    private struct Partner: Sendable {
        var template: PartnerTemplate
        var postbacks: [String: (settings: PostbackSettings, bound: BoundPartner)]
    }

    private let apps: [String: App]
    private let appsByBundle: [String: String]

    /// Binds decoded configurations.
    public init(
        _ accounts: [AccountConfiguration], partners: [PartnerTemplate], catalogue: MacroCatalogue
    ) throws(ConfigurationProblems) {
        let templates = Dictionary(partners.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var apps: [String: App] = [:]
        var appsByBundle: [String: String] = [:]
        var problems: [ConfigurationProblem] = []
        for account in accounts {
            for app in account.apps {
                var bound: [Partner] = []
                for configuration in app.partners {
                    guard let template = templates[configuration.partner] else { continue }
                    var partner = Partner(template: template, postbacks: [:])
                    for (name, settings) in configuration.postbacks {
                        let fields = configuration.fields.merging(settings.fields) { _, event in event }
                        do throws(FieldProblems) {
                            let postbacks = try BoundPartner(template, catalogue: catalogue, fields: fields)
                            partner.postbacks[name] = (settings, postbacks)
                        } catch {
                            let place = ConfigurationProblem.Place(
                                account: account.account, app: app.id, partner: template.id, postback: name)
                            problems += error.problems.map {
                                .init(place: place.field($0.field), message: $0.description)
                            }
                        }
                    }
                    bound.append(partner)
                }
                apps[app.id] = App(configuration: app, partners: bound)
                appsByBundle[app.bundleID] = app.id
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }
        self.apps = apps
        self.appsByBundle = appsByBundle
    }

    /// Renders an event for every partner of its app, in the order of the configuration.
    ///
    /// The app is found by the event's app id, else by its bundle id. What the event does not say about the app is taken
    /// from the configuration.
    public func render(_ event: PostbackEvent, context: RenderContext) -> [Outcome] {
        let id = event[.app]?.text ?? event[.bundle]?.text.flatMap { appsByBundle[$0] }
        guard let app = id.flatMap({ apps[$0] }) else {
            return [Outcome(app: id, outcome: .skipped(.notConfigured), delay: .realtime, attempts: 0)]
        }
        var event = event
        event[.app] = .text(app.configuration.id)
        if event[.bundle] == nil { event[.bundle] = .text(app.configuration.bundleID) }
        if event[.platform] == nil { event[.platform] = .text(app.configuration.platform.rawValue) }
        return app.partners.map { render(event, $0, app, context) }
    }

    private func render(_ event: PostbackEvent, _ partner: Partner, _ app: App, _ context: RenderContext) -> Outcome {
        let kind = event.kindName ?? ""
        let name = kind == PostbackTrigger.eventKind ? event[.name]?.text : nil
        var result = Outcome(
            app: app.configuration.id, partner: partner.template.id, postback: name ?? kind,
            revision: partner.template.revision, outcome: .skipped(.notConfigured), delay: .realtime, attempts: 0)
        guard let configured = name.flatMap({ partner.postbacks[$0] }) ?? partner.postbacks[kind],
            let postback = configured.bound.postback(for: event)
        else { return result }
        result.postback = postback.id
        result.delay = configured.settings.delay
        result.attempts = configured.settings.retries + 1
        let isActive = configured.settings.status == .active
        result.outcome = isActive ? postback.render(event, context: context) : .skipped(.inactive)
        return result
    }
}
