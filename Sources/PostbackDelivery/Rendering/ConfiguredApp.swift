import PostbackRuntime
import PostbackTemplate

/// One configured app: its postbacks as a set, and which of them an event gives.
final class ConfiguredApp: Sendable {
    let account: String
    let configuration: AppConfiguration
    let postbacks: BoundPostbacks
    /// The configured routes of events by the platforms' places, and each by the kinds of events.
    private let routes: [[(kind: String, routes: KindRoutes)]]
    /// The partners that are bound, in the order of the configuration, and their revisions.
    private let partners: [PartnerConfiguration]
    private let revisions: [Int]
    /// The places of the partners among those that are bound, by their ids.
    private let places: [String: Int]

    /// Binds the postbacks that the app's events can give.
    init(
        _ app: AppConfiguration, _ account: String, catalogue: MacroCatalogue,
        partner: (String) -> PreparedPartner?
    ) throws(ConfigurationProblems) {
        var builder = Builder(app: app, account: account, catalogue: catalogue)
        for configuration in app.partners {
            let custom = configuration.custom.map { PreparedPartner($0.template, catalogue: catalogue) }
            if let partner = custom ?? partner(configuration.partner) { builder.bind(configuration, partner) }
        }
        guard builder.problems.isEmpty else { throw ConfigurationProblems(problems: builder.problems) }
        self.account = account
        configuration = app
        postbacks = builder.set.bind()
        routes = Platform.allCases.map { builder.routes($0) }
        partners = builder.partners.count == app.partners.count ? app.partners : builder.partners.map(\.configuration)
        revisions = builder.partners.map(\.template.revision)
        places = Dictionary(
            zip(partners.map(\.partner), partners.indices), uniquingKeysWith: { first, _ in first })
    }

    /// Where an event goes, in the order of the configuration.
    func routes(of event: PostbackEvent) -> EventRoutes {
        let kinds = routes[(event.platform ?? configuration.platform).place]
        guard let (kind, known) = kinds.first(where: { event.has(.kind, $0.kind) }) else {
            return EventRoutes(
                partners: partners, revisions: nil, event: event.kindName ?? "", own: [], others: [])
        }
        let name = kind == PostbackTrigger.eventKind ? event.text(.name) : nil
        return EventRoutes(
            partners: partners, revisions: revisions, event: name ?? kind,
            own: name.flatMap { known.byName[$0] } ?? [], others: known.others)
    }

    /// What the account has configured for a partner that is bound.
    func partner(_ id: String) -> PartnerConfiguration? { places[id].map { partners[$0] } }

    /// What an event gives for one partner; nil where nothing is configured.
    func postback(for event: PostbackEvent, to partner: String) -> ConfiguredPostback? {
        places[partner].flatMap { routes(of: event).postback(at: $0) }
    }

    /// What says whom an event is attributed to.
    private static let attribution: [MacroRole] = [.network, .installNetwork, .reengagementNetwork]

    /// Fills in what the event does not say about the app.
    func complete(_ event: inout PostbackEvent) {
        if !event.has(.app, configuration.id) { event[.app] = .text(configuration.id) }
        if !event.has(.bundle) { event[.bundle] = .text(configuration.bundleID) }
        if !event.has(.platform) { event[.platform] = .text(configuration.platform.rawValue) }
        // Whoever did not win is shown nothing of the attribution, so that this is only read by the one who did.
        if Self.attribution.contains(where: { event.has($0) }) { event[.winner] = .boolean(true) }
    }

    /// Binds postbacks and remembers where they are.
    private struct Builder {
        let app: AppConfiguration
        let account: String
        let catalogue: MacroCatalogue
        var set: PostbackSet
        var problems: [ConfigurationProblem] = []
        private(set) var partners: [(configuration: PartnerConfiguration, template: PartnerTemplate)] = []
        /// The postbacks, by partner, configured name and id.
        private var configured: [[String]: ConfiguredPostback] = [:]

        init(app: AppConfiguration, account: String, catalogue: MacroCatalogue) {
            self.app = app
            self.account = account
            self.catalogue = catalogue
            set = PostbackSet(catalogue: catalogue)
        }

        mutating func bind(_ configuration: PartnerConfiguration, _ partner: PreparedPartner) {
            let template = partner.template
            partners.append((configuration, template))
            for (name, settings) in configuration.postbacks.sorted(by: { $0.key < $1.key }) {
                let fields = configuration.fields.merging(settings.fields) { _, event in event }
                for postback in template.postbacks where postback.trigger.isReached(by: name) {
                    configured[[template.id, name, postback.id]] = ConfiguredPostback(
                        postback, of: template, name: name, settings: settings, index: set.count, configuration)
                    do throws(FieldProblems) {
                        try set.add(postback, of: partner, fields: fields)
                    } catch {
                        let place = ConfigurationProblem.Place(
                            account: account, app: app.id, partner: template.id, postback: name)
                        problems += error.problems.map { .init(place: place.field($0.field), message: $0.description) }
                        break
                    }
                }
            }
        }

        func routes(_ platform: Platform) -> [(kind: String, routes: KindRoutes)] {
            // Most events are in-app events.
            var kinds = [PostbackTrigger.eventKind]
            for kind in catalogue.kinds.map(\.name) where !kinds.contains(kind) { kinds.append(kind) }
            return kinds.map { kind in
                var found = KindRoutes()
                for (place, partner) in partners.enumerated() {
                    if let other = postback(of: partner, kind, nil, platform) {
                        found.others.append(PlacedRoute(place: place, postback: other))
                    }
                    guard kind == PostbackTrigger.eventKind else { continue }
                    for name in names(of: partner) {
                        let own = postback(of: partner, kind, name, platform)
                        found.byName[name, default: []].append(PlacedRoute(place: place, postback: own))
                    }
                }
                return (kind, found)
            }
        }

        /// The names of events that a partner, or its configuration, tells from others.
        private func names(
            of partner: (configuration: PartnerConfiguration, template: PartnerTemplate)
        ) -> Set<String> {
            var names = Set(partner.configuration.postbacks.keys)
            for case .events(let list) in partner.template.postbacks.map(\.trigger) { names.formUnion(list) }
            return names
        }

        /// What events of a kind and a name give for a partner; nil where nothing is configured for them.
        private func postback(
            of partner: (configuration: PartnerConfiguration, template: PartnerTemplate), _ kind: String,
            _ name: String?, _ platform: Platform
        ) -> ConfiguredPostback? {
            let template = partner.template
            let settings = partner.configuration.postbacks
            guard let key = [name, kind].compactMap({ $0 }).first(where: { settings[$0] != nil }),
                template.platforms.contains(platform),
                let postback = template.postback(kind: kind, name: name, platform: platform)
            else { return nil }
            return configured[[template.id, key, postback.id]]
        }
    }
}

extension Platform {
    /// Its place among all platforms.
    fileprivate var place: Int {
        switch self {
        case .ios: 0
        case .android: 1
        }
    }
}

extension PostbackTrigger {
    /// Whether an event for which the account has configured a name can give a postback of this trigger.
    fileprivate func isReached(by name: String) -> Bool {
        switch self {
        case .kind(let kind): kind == name || kind == Self.eventKind
        case .events(let names): names.contains(name) || name == Self.eventKind
        }
    }
}
