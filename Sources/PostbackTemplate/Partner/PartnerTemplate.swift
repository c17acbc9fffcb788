/// One certified partner, compiled: all that a runtime needs to render its postbacks.
public struct PartnerTemplate: Hashable, Sendable, Codable {
    /// The id, which is also the name of its file and of its key in configurations.
    public var id: String
    /// The name as people write it.
    public var name: String
    /// Rises whenever what is sent, or what a configuration must hold, changes.
    public var revision: Int
    /// What kind of partner it is.
    public var category: String
    /// The platforms that it takes postbacks for, in the order of the file.
    public var platforms: [Platform]
    /// Where the partner documents its postbacks.
    public var documentation: String
    /// What to use instead, when the partner should no longer be used.
    public var deprecation: String?
    /// The network-specific fields.
    public var fields: [FieldDefinition]
    /// The tables.
    public var maps: [ValueMap]
    /// Named expressions that every postback can use.
    public var definitions: [PostbackDefinition]
    /// The postbacks, in the order of the file.
    public var postbacks: [PostbackTemplate]
    /// Limits and answers.
    public var delivery: DeliveryPolicy

    /// Creates a partner.
    public init(
        _ id: String, name: String, revision: Int, category: String, platforms: [Platform], documentation: String = "",
        deprecation: String? = nil, fields: [FieldDefinition] = [], maps: [ValueMap] = [],
        definitions: [PostbackDefinition] = [], postbacks: [PostbackTemplate] = [], delivery: DeliveryPolicy = .init()
    ) {
        self.id = id
        self.name = name
        self.revision = revision
        self.category = category
        self.platforms = platforms
        self.documentation = documentation
        self.deprecation = deprecation
        self.fields = fields
        self.maps = maps
        self.definitions = definitions
        self.postbacks = postbacks
        self.delivery = delivery
    }
}

extension PartnerTemplate {
    /// The postback for an event: the most specific of those whose trigger and platform fit; nil when none does.
    ///
    /// A postback for the event's name beats one for its kind, and one for the platform beats one for all.
    public func postback(kind: String, name: String?, platform: Platform?) -> PostbackTemplate? {
        var best: (rank: Int, postback: PostbackTemplate)?
        for postback in postbacks {
            guard postback.platform == nil || postback.platform == platform else { continue }
            var rank = postback.platform == nil ? 0 : 1
            switch postback.trigger {
            case .kind(let wanted):
                guard wanted == kind else { continue }
            case .events(let names):
                guard kind == PostbackTrigger.eventKind, let name, names.contains(name) else { continue }
                rank += 2
            }
            if rank > best?.rank ?? -1 { best = (rank, postback) }
        }
        return best?.postback
    }
}

extension PostbackTrigger {
    /// The kind of events that are told apart by their names.
    public static let eventKind = "event"

    /// The kind of sessions, of which one in 24 hours is sent.
    public static let sessionKind = "session"
}
