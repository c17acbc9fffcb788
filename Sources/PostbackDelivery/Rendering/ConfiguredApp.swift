import PostbackRuntime
import PostbackTemplate

/// One configured app: its postbacks as a set, and which of them an event gives.
struct ConfiguredApp: Sendable {
    let account: String
    let configuration: AppConfiguration
    let postbacks: BoundPostbacks
    /// The routes of events by platform, kind and name.
    private let routes: [Platform: [String: KindRoutes]]

    /// The routes of the events of one kind.
    private struct KindRoutes: Sendable {
        /// For in-app events whose names are configured or have postbacks of their own.
        var byName: [String: [PostbackRoute]] = [:]
        /// For all others.
        var others: [PostbackRoute] = []
    }

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
    }

    /// Where an event goes, in the order of the configuration.
    func routes(of event: PostbackEvent) -> [PostbackRoute] {
        let kind = event.kindName ?? ""
        guard let routes = routes[event.platform ?? configuration.platform]?[kind] else {
            return configuration.partners.map { PostbackRoute(partner: $0.partner, postback: kind) }
        }
        guard kind == PostbackTrigger.eventKind, let name = event[.name]?.text else { return routes.others }
        if let known = routes.byName[name] { return known }
        // A route to no postback is called by the event's name.
        return routes.others.map { route in
            var route = route
            if route.index == nil { route.postback = name }
            return route
        }
    }

    /// Fills in what the event does not say about the app.
    func complete(_ event: inout PostbackEvent) {
        if event[.app]?.text != configuration.id { event[.app] = .text(configuration.id) }
        if event[.bundle] == nil { event[.bundle] = .text(configuration.bundleID) }
        if event[.platform] == nil { event[.platform] = .text(configuration.platform.rawValue) }
        // Whoever did not win is shown nothing of the attribution, so that this is only read by the one who did.
        let named: [MacroRole] = [.network, .installNetwork, .reengagementNetwork]
        if named.contains(where: { event[$0] != nil }) { event[.winner] = .boolean(true) }
    }

    /// Binds postbacks and remembers where they are.
    private struct Builder {
        let app: AppConfiguration
        let account: String
        let catalogue: MacroCatalogue
        var set: PostbackSet
        var problems: [ConfigurationProblem] = []
        private var partners: [(configuration: PartnerConfiguration, template: PartnerTemplate)] = []
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
            var names: Set<String> = []
            for (configuration, template) in partners {
                names.formUnion(configuration.postbacks.keys)
                for case .events(let list) in template.postbacks.map(\.trigger) { names.formUnion(list) }
            }
            var kinds = Set(catalogue.kinds.map(\.name))
            kinds.insert(PostbackTrigger.eventKind)
            return kinds.reduce(into: [:]) { routes, kind in
                routes[kind] = KindRoutes(others: partners.map { route($0, kind, nil, platform) })
                guard kind == PostbackTrigger.eventKind else { return }
                for name in names { routes[kind]?.byName[name] = partners.map { route($0, kind, name, platform) } }
            }
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

/// Where an event goes for one partner.
struct PostbackRoute: Sendable {
    var partner: String
    /// The postback's id, or the name or kind of the event where there is none.
    var postback: String
    var revision: Int?
    /// What the account calls the postback: the kind or the name of the events; nil where nothing is configured.
    var name: String?
    /// Whether it is for sessions, of which one in 24 hours is sent.
    var isSession = false
    /// The place in the app's set; nil where nothing is configured.
    var index: Int?
    var settings: PostbackSettings?
    /// Scheme, host and path of the request, without values.
    var place = ""
    /// The macro with the items for each of which there is a postback; nil for one for the event.
    var itemList: String?
    /// The name that the attribution has for the receiver; nil for the account itself.
    var network: String?
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
