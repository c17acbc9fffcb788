public import PostbackRuntime
import PostbackTemplate

extension ConfiguredPostbacks {
    /// Decides what becomes of an event for every partner of its app, in the order of the configuration; nothing is
    /// rendered.
    ///
    /// A pure function: the delivery method and the event's attribution decide who receives it and what they are shown,
    /// the event's own times decide the period of a session. The same event gives the same keys, whenever it comes.
    /// Whether the key of a session has been used is for the caller to know. What the event does not say about the app is
    /// taken from the configuration, and stays in the event.
    ///
    /// - Parameter identity: names an event that has no id of its own.
    public func plan(_ event: inout PostbackEvent, identity: @autoclosure () -> String) -> [PostbackDecision] {
        let (id, found) = app(of: event)
        guard let app = found else { return [PostbackDecision(app: id, skip: .notConfigured)] }
        let facts = app.facts(&event)
        let eventID = event[.identity]?.text ?? identity()
        return app.routes(of: event).map { route in
            var decision = app.plan(route, facts)
            if decision.skip == nil { decision.key = app.key(decision, eventID, facts.device) }
            return decision
        }
    }
}

/// What planning looks at, read once for all partners.
struct EventFacts {
    var attribution: EventAttribution
    /// The device that a session is counted for; nil for other events, and where the event names none.
    var device: String?
    /// The period of a session; nil for other events, and where the event has no install or re-engagement before it.
    var period: SessionPeriod?
}

extension ConfiguredApp {
    /// Fills in what the event does not say about the app, and reads what planning looks at.
    func facts(_ event: inout PostbackEvent) -> EventFacts {
        complete(&event)
        var facts = EventFacts(attribution: EventAttribution(event))
        guard event.kindName == PostbackTrigger.sessionKind else { return facts }
        for slot in event.catalogue.slots(.device) where facts.device == nil {
            facts.device = event[slot: slot]?.text
        }
        guard case .timestamp(let session)? = event[.time] else { return facts }
        facts.period = SessionPeriod(
            of: session, install: event.moment(.install), reengagement: event.moment(.reengagement))
        return facts
    }

    /// Decides what becomes of an event on one route.
    func plan(_ route: PostbackRoute, _ facts: EventFacts) -> PostbackDecision {
        var decision = PostbackDecision(
            app: configuration.id, partner: route.partner, postback: route.postback, skip: .notConfigured)
        decision.account = account
        decision.revision = route.revision
        guard let index = route.index, let settings = route.settings else { return decision }
        decision.name = route.name
        decision.delay = settings.delay
        decision.attempts = settings.retries + 1
        decision.method = postbacks[index].method
        if !facts.attribution.isWon(by: route.partner) { decision.withheld = .attribution }
        decision.skip = skip(route, settings, facts)
        if route.isSession { decision.period = facts.period }
        return decision
    }

    private func skip(_ route: PostbackRoute, _ settings: PostbackSettings, _ facts: EventFacts) -> PostbackSkip? {
        guard settings.status == .active else { return .inactive }
        guard settings.method.admits(facts.attribution, to: route.partner) else {
            return .notAttributed(names(.network))
        }
        guard route.isSession else { return nil }
        guard facts.device != nil else { return .missingValue(names(.device)) }
        guard let period = facts.period else { return .missingValue(names(.install)) }
        return period.isOpen ? nil : .sessionWindow
    }

    /// The names of the macros with a role.
    private func names(_ role: MacroRole) -> [String] {
        let catalogue = postbacks.catalogue
        return catalogue.slots(role).map { catalogue.macros[$0].name }
    }

    /// What names a postback: of a session the period of the device, of any other event its id.
    func key(_ decision: PostbackDecision, _ event: String, _ device: String?) -> Fingerprint {
        let (partner, name) = (decision.partner ?? "", decision.name ?? "")
        guard let period = decision.period, let device else {
            return Fingerprint(of: "event", account, configuration.id, partner, name, event)
        }
        return Fingerprint(
            of: "session", account, configuration.id, partner, name, device, String(period.anchor.microseconds),
            String(period.number))
    }
}

extension PostbackEvent {
    /// The moment that the macro of a role names.
    fileprivate func moment(_ role: MacroRole) -> Timestamp? {
        if case .timestamp(let moment)? = self[role] { moment } else { nil }
    }
}
