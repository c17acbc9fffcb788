public import PostbackRuntime
import PostbackTemplate

extension ConfiguredPostbacks {
    /// Renders an event for every partner of its app, in the order of the configuration.
    ///
    /// The app is found by the event's app id, else by its bundle id. What the event does not say about the app is taken
    /// from the configuration, and stays in the event. The closure is called for each partner while the buffer holds the
    /// partner's request. Of the requests, those of sessions have claims: what lies in a span that is taken is not sent.
    public func render(
        _ event: inout PostbackEvent, context: RenderContext, in buffer: RenderBuffer,
        _ body: (PostbackDecision) -> Void
    ) {
        let (id, found) = app(of: event)
        guard let app = found else { return body(PostbackDecision(app: id, skip: .notConfigured)) }
        let facts = app.facts(&event)
        let routes = app.routes(of: event)
        app.postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
            var decisions: [PostbackDecision] = []
            for route in routes {
                app.plan(route, facts, event, into: &decisions)
                for var decision in decisions {
                    app.render(&decision, route, rendering)
                    body(decision)
                }
                decisions.removeAll(keepingCapacity: true)
            }
        }
    }

    /// One outcome for one partner, as a value of its own.
    public struct Outcome: Sendable {
        /// The app's id; nil when no configured app fits the event.
        public var app: String?
        /// The partner's id; nil when no configured app fits the event.
        public var partner: String?
        /// The postback's id, or the kind or name of the event when the partner has none for it.
        public var postback: String?
        /// The place of the item that the postback is for, from 0; nil for one that is for the event.
        public var item: Int?
        /// The partner's revision.
        public var revision: Int?
        /// The request, or why there is none.
        public var outcome: PostbackOutcome
        /// How long the request waits.
        public var delay: DeliveryDelay
        /// How often it is tried: once, and once more for each retry.
        public var attempts: Int
    }

    /// Renders an event for every partner of its app, in the order of the configuration.
    public func render(_ event: PostbackEvent, context: RenderContext) -> [Outcome] {
        var event = event
        var outcomes: [Outcome] = []
        let buffer = RenderBuffer()
        render(&event, context: context, in: buffer) { decision in
            let request = decision.skip == nil ? buffer.request(decision.method) : nil
            outcomes.append(
                Outcome(
                    app: decision.app, partner: decision.partner, postback: decision.postback,
                    item: decision.item, revision: decision.revision,
                    outcome: request.map(PostbackOutcome.request) ?? .skipped(decision.skip ?? .notConfigured),
                    delay: decision.delay, attempts: decision.attempts))
        }
        return outcomes
    }
}

extension ConfiguredApp {
    /// Renders what was planned, if it was not skipped.
    func render(_ decision: inout PostbackDecision, _ route: PostbackRoute, _ rendering: Rendering) {
        guard decision.skip == nil, let index = route.configured?.index else { return }
        if !rendering.render(index, item: decision.item ?? 0, withholding: decision.withheld) {
            decision.skip = rendering.skip
        }
    }
}
