import PostbackRuntime
import PostbackTemplate

extension ConfiguredPostbacks {
    /// What an attempt needs to know beside the request in the buffer.
    struct Attempt {
        var method: RequestMethod
        var settings: PostbackSettings
        var onUnknown: UnknownOutcomePolicy
        var revision: Int
        /// Scheme, host and path, without values.
        var place: String
    }

    /// Renders one postback as it is configured now, into the buffer; the skip says why there is no request.
    ///
    /// Who receives the event, and what of it, was decided when it came.
    func attempt(
        _ target: PostbackTarget, item: Int?, _ event: inout PostbackEvent, withholding: ClassificationSet,
        context: RenderContext, in buffer: RenderBuffer
    ) -> (attempt: Attempt?, skip: PostbackSkip?) {
        guard let app = app(named: target.app) else { return (nil, .notConfigured) }
        app.complete(&event)
        // Where the account has named the event's postback otherwise meanwhile, it goes by that.
        guard let (route, configuration) = app.route(of: event, to: target.partner), let index = route.index,
            let settings = route.settings
        else { return (nil, .notConfigured) }
        guard settings.status == .active else { return (nil, .inactive) }
        // One for the event says nothing of which item, and one for an item would be sent as often as there are items.
        guard (route.itemList != nil) == (item != nil) else { return (nil, .notConfigured) }
        let skip = app.postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
            rendering.render(index, item: item ?? 0, withholding: withholding) ? nil : rendering.skip ?? .notConfigured
        }
        let attempt = Attempt(
            method: app.postbacks[index].method, settings: settings, onUnknown: configuration.onUnknown,
            revision: route.revision ?? 0, place: route.place)
        return (attempt, skip)
    }
}
