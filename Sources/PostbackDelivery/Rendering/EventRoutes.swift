import PostbackTemplate

/// A postback that an account has configured, with what planning and rendering ask about it; all routes to it share it.
final class ConfiguredPostback: Sendable {
    /// The postback's id.
    let id: String
    /// What the account calls it: the kind or the name of the events.
    let name: String
    /// Whether it is for sessions, of which one in 24 hours is sent.
    let isSession: Bool
    /// The place in the app's set.
    let index: Int
    let settings: PostbackSettings
    let method: RequestMethod
    /// Scheme, host and path of the request, without values.
    let place: String
    /// The macro with the items for each of which there is a postback; nil for one for the event.
    let itemList: String?
    /// The partner's revision.
    let revision: Int
    /// The name that the attribution has for the receiver; nil for the account itself.
    let network: String?
    /// What becomes of attempts whose outcome is not known.
    let onUnknown: UnknownOutcomePolicy

    init(
        _ postback: PostbackTemplate, of template: PartnerTemplate, name: String, settings: PostbackSettings,
        index: Int, _ configuration: PartnerConfiguration
    ) {
        id = postback.id
        self.name = name
        isSession = postback.trigger == .kind(PostbackTrigger.sessionKind)
        self.index = index
        self.settings = settings
        method = postback.request.method
        place = postback.request.place
        itemList = postback.itemList
        revision = template.revision
        network = configuration.network
        onUnknown = configuration.onUnknown
    }
}

extension PartnerConfiguration {
    /// The name that the attribution has for the receiver; nil for the account itself.
    fileprivate var network: String? {
        if let custom { custom.network } else { partner }
    }
}

/// Where an event goes for one partner.
struct PostbackRoute: Sendable {
    let partner: String
    /// The name or kind of the event, by which it is told where there is no postback.
    let event: String
    let revision: Int?
    /// What is sent; nil where nothing is configured.
    let configured: ConfiguredPostback?
}

/// A postback with the place of its partner in the configuration; nil where an event with the name goes nowhere.
struct PlacedRoute: Sendable {
    var place: Int
    var postback: ConfiguredPostback?
}

/// The configured routes of the events of one kind, each list in the order of the partners.
struct KindRoutes: Sendable {
    /// For in-app events, by their names, those of the partners that tell the name from others.
    var byName: [String: [PlacedRoute]] = [:]
    /// For all others.
    var others: [PlacedRoute] = []
}

/// Where one event goes: a route for each partner of the app, in the order of the configuration.
///
/// Only what is configured is kept for each app, so that an app takes the memory of its postbacks and not of all names of events
/// with all partners.
struct EventRoutes: Sequence {
    let partners: [PartnerConfiguration]
    /// nil for a kind of events that nobody knows.
    let revisions: [Int]?
    /// The name or kind of the event.
    let event: String
    let own: [PlacedRoute]
    let others: [PlacedRoute]

    /// The configured postback of the partner at a place; nil where there is none.
    func postback(at place: Int) -> ConfiguredPostback? {
        (Self.find(place, in: own) ?? Self.find(place, in: others))?.postback
    }

    private static func find(_ place: Int, in list: [PlacedRoute]) -> PlacedRoute? {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle].place < place { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low].place == place ? list[low] : nil
    }

    func makeIterator() -> Iterator { Iterator(routes: self) }

    struct Iterator: IteratorProtocol {
        private let routes: EventRoutes
        private var place = 0
        private var (own, others) = (0, 0)

        fileprivate init(routes: EventRoutes) {
            self.routes = routes
        }

        mutating func next() -> PostbackRoute? {
            guard place < routes.partners.count else { return nil }
            defer { place += 1 }
            let named = Self.take(routes.own, at: place, &own)
            let other = Self.take(routes.others, at: place, &others)
            return PostbackRoute(
                partner: routes.partners[place].partner, event: routes.event, revision: routes.revisions?[place],
                configured: (named ?? other)?.postback)
        }

        /// The route of a list for a partner, where the list has one.
        private static func take(_ list: [PlacedRoute], at place: Int, _ next: inout Int) -> PlacedRoute? {
            guard next < list.count, list[next].place == place else { return nil }
            defer { next += 1 }
            return list[next]
        }
    }
}
