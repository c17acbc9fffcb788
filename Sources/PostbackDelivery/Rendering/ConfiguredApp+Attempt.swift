import PostbackRuntime
import PostbackTemplate

extension ConfiguredApp {
    /// Renders one postback as it is configured now, into the buffer; the skip says why there is no request.
    ///
    /// Who receives the event, and what of it, was decided when it came. What the event does not say about the app has been
    /// filled in, by `complete`.
    func attempt(
        _ partner: String, item: Int?, _ event: PostbackEvent, withholding: ClassificationSet,
        context: RenderContext, in buffer: RenderBuffer
    ) -> (postback: ConfiguredPostback?, skip: PostbackSkip?) {
        // Where the account has named the event's postback otherwise meanwhile, it goes by that.
        guard let postback = postback(for: event, to: partner) else { return (nil, .notConfigured) }
        guard postback.settings.status == .active else { return (nil, .inactive) }
        // One for the event says nothing of which item, and one for an item would be sent as often as there are items.
        guard (postback.itemList != nil) == (item != nil) else { return (nil, .notConfigured) }
        let skip = postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
            rendering.render(postback.index, item: item ?? 0, withholding: withholding)
                ? nil : rendering.skip ?? .notConfigured
        }
        return (postback, skip)
    }
}
