public import PostbackRuntime
import PostbackTemplate

extension ConfiguredPostbacks {
    /// Decides what becomes of an event for every partner of its app, in the order of the configuration; nothing is
    /// rendered.
    ///
    /// A pure function: the delivery method and the event's attribution decide who receives it and what they are shown,
    /// the event's own times decide the period of a session. The same event gives the same keys, whenever it comes.
    /// Whether the span of a session has been taken is for the caller to know. What the event does not say about the app is
    /// taken from the configuration, and stays in the event.
    /// `identity` names an event that has no id of its own.
    public func plan(_ event: inout PostbackEvent, identity: @autoclosure () -> String) -> [PostbackDecision] {
        let (id, found) = app(of: event)
        guard let app = found else { return [PostbackDecision(app: id, skip: .notConfigured)] }
        let facts = app.facts(&event)
        let eventID = event.text(.identity) ?? identity()
        var decisions: [PostbackDecision] = []
        for route in app.routes(of: event) { app.plan(route, facts, event, into: &decisions) }
        for place in decisions.indices where decisions[place].skip == nil {
            decisions[place].key = app.key(decisions[place], eventID)
        }
        return decisions
    }
}

extension ConfiguredApp {
    /// Decides what becomes of an event on one route: one decision, or one for each item where there is a postback for each.
    func plan(
        _ route: PostbackRoute, _ facts: EventFacts, _ event: PostbackEvent, into decisions: inout [PostbackDecision]
    ) {
        let decision = plan(route, facts)
        guard let list = route.configured?.itemList, decision.skip == nil else { return decisions.append(decision) }
        let count = event.count(of: list)
        // What is rendered without an item says that there is none.
        for item in 0..<max(1, count) {
            var decision = decision
            decision.item = item
            if count == 0 { decision.skip = .missingValue([list]) }
            decisions.append(decision)
        }
    }

    /// Decides what becomes of an event on one route.
    private func plan(_ route: PostbackRoute, _ facts: EventFacts) -> PostbackDecision {
        guard let postback = route.configured else {
            var decision = PostbackDecision(
                app: configuration.id, partner: route.partner, postback: route.event, skip: .notConfigured)
            decision.account = account
            decision.revision = route.revision
            return decision
        }
        var decision = PostbackDecision(app: configuration.id, partner: route.partner, postback: postback.id)
        decision.account = account
        decision.revision = postback.revision
        let settings = postback.settings
        decision.name = postback.name
        decision.delay = settings.delay
        decision.attempts = settings.retries + 1
        decision.method = postback.method
        // An account is shown all of its own attribution.
        if let network = postback.network, !facts.attribution.isWon(by: network) { decision.withheld = .attribution }
        guard settings.status == .active else {
            decision.skip = .inactive
            return decision
        }
        if let session = facts.session, postback.isSession {
            planSession(&decision, session, facts.attribution, postback)
        } else if !settings.method.admits(facts.attribution, to: postback.network ?? "") {
            decision.skip = .notAttributed(names(.network))
        }
        return decision
    }

    /// Decides whether a session is sent, and for which period.
    private func planSession(
        _ decision: inout PostbackDecision, _ session: SessionFacts, _ attribution: EventAttribution,
        _ postback: ConfiguredPostback
    ) {
        let partner = decision.partner ?? ""
        guard !session.devices.isEmpty else { return decision.skip = .missingValue(names(.device)) }
        guard let time = session.time else { return decision.skip = .missingValue(names(.time)) }
        let anchors = session.anchors(of: postback.network ?? "", attribution, postback.settings.method)
        guard anchors.isQualified else { return decision.skip = .notAttributed(names(.network)) }
        guard let period = SessionPeriod(of: time, anchors: anchors.moments) else {
            return decision.skip = .missingValue(names(anchors.missing))
        }
        decision.period = period
        decision.claim = SessionClaim(
            holders: session.devices.map { device in
                Fingerprint(of: "device", account, configuration.id, partner, device.name, device.identifier)
            }, session: time, start: period.start, end: period.end)
        decision.skip = period.isOpen ? nil : .sessionWindow
    }

    /// The names of the macros with a role.
    private func names(_ role: MacroRole) -> [String] {
        let catalogue = postbacks.catalogue
        return catalogue.slots(role).map { catalogue.macros[$0].name }
    }

    /// What names a postback: of a session the period of the device, of any other event its id.
    func key(_ decision: PostbackDecision, _ event: String) -> Fingerprint {
        let (partner, name) = (decision.partner ?? "", decision.name ?? "")
        guard let claim = decision.claim, let device = claim.holders.first else {
            let item = decision.item.map { ["item", String($0)] } ?? []
            return Fingerprint(of: ["event", account, configuration.id, partner, name, event] + item)
        }
        return Fingerprint(
            of: "session", account, configuration.id, partner, name, device.description,
            String(claim.start.microseconds))
    }
}
