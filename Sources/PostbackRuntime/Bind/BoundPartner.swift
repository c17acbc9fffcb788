public import PostbackTemplate

/// All postbacks of one partner, bound to the fields of one account.
public struct BoundPartner: Sendable {
    /// The compiled partner.
    public let template: PartnerTemplate
    private let postbacks: [String: BoundPostback]

    /// Binds every postback; `fields` has values for the app and, where an account sets them, for the event.
    public init(_ template: PartnerTemplate, catalogue: MacroCatalogue, fields: [String: String]) throws(FieldProblems)
    {
        let problems = template.problems(in: fields)
        guard problems.isEmpty else { throw FieldProblems(problems) }
        self.template = template
        var postbacks: [String: BoundPostback] = [:]
        for postback in template.postbacks {
            postbacks[postback.id] = BoundPostback(
                postback, of: template, catalogue: catalogue, checkedFields: fields)
        }
        self.postbacks = postbacks
    }

    /// The postback for an event: the most specific whose kind, name and platform fit; nil when there is none.
    public func postback(for event: PostbackEvent) -> BoundPostback? {
        guard let kind = event.kindName else { return nil }
        return template.postback(kind: kind, name: event[.name]?.text, platform: event.platform).flatMap {
            postbacks[$0.id]
        }
    }

    /// Renders the postback for an event.
    public func render(_ event: PostbackEvent, context: RenderContext) -> PostbackOutcome {
        guard event.platform.map(template.platforms.contains) ?? true, let postback = postback(for: event) else {
            return .skipped(.notConfigured)
        }
        return postback.render(event, context: context)
    }
}
