import PostbackTemplate

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

/// A route with the place of its partner in the configuration; nil where an event with the name goes nowhere.
struct PlacedRoute: Sendable {
    var place: Int
    var route: PostbackRoute?
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
    /// What a route to no postback is called by.
    let postback: String
    let own: [PlacedRoute]
    let others: [PlacedRoute]

    /// The configured route to the partner at a place; nil where there is none.
    func route(at place: Int) -> PostbackRoute? {
        (Self.find(place, in: own) ?? Self.find(place, in: others))?.route
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
            if let found = named ?? other, let route = found.route { return route }
            return PostbackRoute(
                partner: routes.partners[place].partner, postback: routes.postback, revision: routes.revisions?[place])
        }

        /// The route of a list for a partner, where the list has one.
        private static func take(_ list: [PlacedRoute], at place: Int, _ next: inout Int) -> PlacedRoute? {
            guard next < list.count, list[next].place == place else { return nil }
            defer { next += 1 }
            return list[next]
        }
    }
}
