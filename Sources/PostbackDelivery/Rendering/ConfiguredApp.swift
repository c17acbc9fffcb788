import PostbackRuntime
import PostbackTemplate

/// One configured app: its postbacks as a set, and which of them an event gives.
struct ConfiguredApp: Sendable {
    let account: String
    let configuration: AppConfiguration
    let postbacks: BoundPostbacks
    /// The configured routes of events by platform and kind.
    private let routes: [Platform: [String: KindRoutes]]
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
        routes = Dictionary(uniqueKeysWithValues: Platform.allCases.map { ($0, builder.routes($0)) })
        partners = builder.partners.count == app.partners.count ? app.partners : builder.partners.map(\.configuration)
        revisions = builder.partners.map(\.template.revision)
        places = Dictionary(
            zip(partners.map(\.partner), partners.indices), uniquingKeysWith: { first, _ in first })
    }

    /// Where an event goes, in the order of the configuration.
    func routes(of event: PostbackEvent) -> EventRoutes {
        let kind = event.kindName ?? ""
        let known = routes[event.platform ?? configuration.platform]?[kind]
        let name = kind == PostbackTrigger.eventKind ? event[.name]?.text : nil
        return EventRoutes(
            partners: partners, revisions: known == nil ? nil : revisions, postback: name ?? kind,
            own: name.flatMap { known?.byName[$0] } ?? [], others: known?.others ?? [])
    }

    /// What the account has configured for a partner that is bound.
    func partner(_ id: String) -> PartnerConfiguration? { places[id].map { partners[$0] } }

    /// Where an event goes for one partner, with the partner's configuration; nil where nothing is configured.
    func route(of event: PostbackEvent, to partner: String) -> (PostbackRoute, PartnerConfiguration)? {
        guard let place = places[partner], let route = routes(of: event).route(at: place) else { return nil }
        return (route, partners[place])
    }

    /// Fills in what the event does not say about the app.
    func complete(_ event: inout PostbackEvent) {
        if event[.app]?.text != configuration.id { event[.app] = .text(configuration.id) }
        if !event.has(.bundle) { event[.bundle] = .text(configuration.bundleID) }
        if !event.has(.platform) { event[.platform] = .text(configuration.platform.rawValue) }
        // Whoever did not win is shown nothing of the attribution, so that this is only read by the one who did.
        let named: [MacroRole] = [.network, .installNetwork, .reengagementNetwork]
        if named.contains(where: { event.has($0) }) { event[.winner] = .boolean(true) }
    }

    /// Binds postbacks and remembers where they are.
    private struct Builder {
        let app: AppConfiguration
        let account: String
        let catalogue: MacroCatalogue
        var set: PostbackSet
        var problems: [ConfigurationProblem] = []
        private(set) var partners: [(configuration: PartnerConfiguration, template: PartnerTemplate)] = []
        /// The place of a postback, by partner, configured name and id.
        private var places: [[String]: Int] = [:]

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
                    places[[template.id, name, postback.id]] = set.count
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

        func routes(_ platform: Platform) -> [String: KindRoutes] {
            var kinds = Set(catalogue.kinds.map(\.name))
            kinds.insert(PostbackTrigger.eventKind)
            return kinds.reduce(into: [:]) { routes, kind in
                var found = KindRoutes()
                for (place, partner) in partners.enumerated() {
                    let other = route(partner, kind, nil, platform)
                    if other.index != nil { found.others.append(PlacedRoute(place: place, route: other)) }
                    guard kind == PostbackTrigger.eventKind else { continue }
                    for name in names(of: partner) {
                        let own = route(partner, kind, name, platform)
                        let placed = PlacedRoute(place: place, route: own.index == nil ? nil : own)
                        found.byName[name, default: []].append(placed)
                    }
                }
                routes[kind] = found
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

        private func route(
            _ partner: (configuration: PartnerConfiguration, template: PartnerTemplate), _ kind: String,
            _ name: String?,
            _ platform: Platform
        ) -> PostbackRoute {
            let template = partner.template
            var route = PostbackRoute(partner: template.id, postback: name ?? kind, revision: template.revision)
            let settings = partner.configuration.postbacks
            guard let key = [name, kind].compactMap({ $0 }).first(where: { settings[$0] != nil }),
                let chosen = settings[key], template.platforms.contains(platform),
                let postback = template.postback(kind: kind, name: name, platform: platform),
                let place = places[[template.id, key, postback.id]]
            else { return route }
            route.postback = postback.id
            route.name = key
            route.isSession = kind == PostbackTrigger.sessionKind
            route.index = place
            route.settings = chosen
            route.place = postback.request.place
            route.itemList = postback.itemList
            route.network = partner.configuration.network
            return route
        }
    }
}

extension PartnerConfiguration {
    /// The name that the attribution has for the receiver; nil for the account itself.
    fileprivate var network: String? {
        if let custom { custom.network } else { partner }
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
