public import PostbackTemplate

/// All postbacks of one partner, bound to the fields of one account.
public struct BoundPartner: Sendable {
    /// The compiled partner.
    public let template: PartnerTemplate
    private let postbacks: BoundPostbacks
    private let places: [String: Int]

    /// Binds every postback; `fields` has values for the app and, where an account sets them, for the event.
    public init(_ template: PartnerTemplate, catalogue: MacroCatalogue, fields: [String: String]) throws(FieldProblems)
    {
        try self.init(PreparedPartner(template, catalogue: catalogue), fields: fields)
    }

    /// Binds every postback of a prepared partner.
    public init(_ partner: PreparedPartner, fields: [String: String]) throws(FieldProblems) {
        let problems = partner.template.problems(in: fields)
        guard problems.isEmpty else { throw FieldProblems(problems) }
        template = partner.template
        let values = partner.values(fields)
        var set = PostbackSet(catalogue: partner.catalogue)
        var places: [String: Int] = [:]
        for postback in template.postbacks {
            places[postback.id] = set.count
            set.add(postback, of: partner, values: values)
        }
        postbacks = set.bind()
        self.places = places
    }

    /// The postback for an event: the most specific whose kind, name and platform fit; nil when there is none.
    public func postback(for event: PostbackEvent) -> BoundPostback? {
        guard let kind = event.kindName else { return nil }
        return template.postback(kind: kind, name: event[.name]?.text, platform: event.platform).flatMap {
            places[$0.id].map { postbacks[$0] }
        }
    }

    /// Renders the postback for an event: one outcome, or one for each item where it has a request for each.
    public func render(_ event: PostbackEvent, context: RenderContext) -> [PostbackOutcome] {
        guard event.platform.map(template.platforms.contains) ?? true, let postback = postback(for: event) else {
            return [.skipped(.notConfigured)]
        }
        return (0..<postback.requestCount(for: event)).map { postback.render(event, item: $0, context: context) }
    }
}
